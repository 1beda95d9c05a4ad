// Programs that Node runs as they stand, before anything is installed or built.
module.exports = {
  extends: ['eslint:recommended'],
  env: { node: true, es2024: true },
  parserOptions: { ecmaVersion: 'latest', sourceType: 'module' },
};
