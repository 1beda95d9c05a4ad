const { createConfigForRole } = require('@backstage/cli/config/eslint-factory');

module.exports = createConfigForRole(__dirname, 'node-library', {
  rules: {
    // Playwright's fixtures are declared with an empty pattern and passed through `use`.
    'no-empty-pattern': 'off',
    'react-hooks/rules-of-hooks': 'off',
    // Playwright and the portal's scripts are dependencies of the repository, not of a package.
    '@backstage/no-undeclared-imports': 'off',
    'import/no-extraneous-dependencies': 'off',
  },
});
