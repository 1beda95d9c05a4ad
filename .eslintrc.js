const fs = require('fs');
const path = require('path');

/**
 * The walls between rooms (docs/architecture.md), as zones of
 * `import/no-restricted-paths`: what stands in `target` may not import from `from`.
 */
const plugins = fs.readdirSync(path.join(__dirname, 'plugins'));
const roomOf = name => `./plugins/${name}`;
const backends = plugins.filter(name => /-backend(-module-.*)?$/.test(name));
const frontends = plugins.filter(
  name => !backends.includes(name) && !/-(common|node)$/.test(name),
);

const zones = [
  {
    target: frontends.map(roomOf),
    from: backends.map(roomOf),
    message: 'A front end never imports a back end; talk to its API.',
  },
  ...backends.map(name => ({
    target: roomOf(name),
    from: backends.filter(other => other !== name).map(roomOf),
    message:
      "A back end knows other plugins' -node and -common, never another back end.",
  })),
  {
    target: './plugins',
    from: ['./packages/app', './packages/backend'],
    message: 'The app and the backend know the plugins; no plugin knows them.',
  },
  {
    target: fs
      .readdirSync(path.join(__dirname, 'packages'))
      .filter(name => !['app', 'backend', 'cli'].includes(name))
      .map(name => `./packages/${name}`),
    from: './plugins',
    message: 'Engines and kits know no plugin.',
  },
];

module.exports = {
  root: true,
  overrides: [
    {
      files: ['**/*.ts', '**/*.tsx'],
      rules: {
        'import/no-restricted-paths': ['error', { basePath: __dirname, zones }],
        '@typescript-eslint/no-explicit-any': 'error',
      },
    },
  ],
};
