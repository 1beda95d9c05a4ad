const { createConfigForRole } = require('@backstage/cli/config/eslint-factory');

module.exports = createConfigForRole(__dirname, 'node-library', {
  rules: {
    // What is measured are rooms of this repository, and their dependencies.
    '@backstage/no-undeclared-imports': 'off',
    '@backstage/no-relative-monorepo-imports': 'off',
    'import/no-extraneous-dependencies': 'off',
  },
});
