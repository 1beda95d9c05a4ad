// An engine knows no Backstage: the CLI and the CI run it too.
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImportPatterns: ['@backstage/*'],
});
