module.exports = require('../../scripts/.eslintrc.js');
