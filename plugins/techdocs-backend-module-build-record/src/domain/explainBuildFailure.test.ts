import { explainBuildFailure } from './explainBuildFailure';

const forwarded = (cause: string) =>
  `Failed to generate docs from /tmp/a into /tmp/b; caused by ${cause}`;

describe('explainBuildFailure', () => {
  it.each([
    [
      'site',
      forwarded('Error: spawn mkdocs ENOENT'),
      '',
      /^The program mkdocs is not installed where the portal runs; install it there with "pip install mkdocs-techdocs-core"/,
    ],
    [
      'site',
      forwarded('unknown error'),
      `ERROR   -  Config value 'plugins': The "techdocs-core" plugin is not installed\n`,
      /^The mkdocs plugin techdocs-core is not installed/,
    ],
    [
      'site',
      forwarded('unknown error'),
      `ERROR   -  Config value 'plugins': The "mermaid2" plugin is not installed\n`,
      /^mkdocs.yml asks for the plugin "mermaid2", which is not installed/,
    ],
    [
      'site',
      forwarded('unknown error'),
      'Error: MkDocs encountered an error parsing the configuration file: while parsing a flow sequence\n  in "mkdocs.yml", line 1, column 12\nexpected \',\' or \']\'\n  in "mkdocs.yml", line 2, column 8\n',
      /^mkdocs.yml is not valid YAML at line 2;/,
    ],
    [
      'site',
      forwarded('unknown error'),
      "WARNING -  Doc file 'index.md' contains a link 'b.md', but the target is not found among documentation files.\n\nAborted with 1 warnings in strict mode!",
      /^index.md links to b.md, which does not exist/,
    ],
    [
      'site',
      forwarded('unknown error'),
      'Aborted with 3 warnings in strict mode!',
      /^mkdocs gave 3 warnings and mkdocs.yml says "strict"/,
    ],
    [
      'site',
      "Unsupported Python YAML tag 'tag:yaml.org,2002:python/object/apply:os.system'",
      '',
      /^mkdocs.yml uses the Python tag .* which the portal refuses because it runs code/,
    ],
    [
      'site',
      forwarded("unknown error 'Command mkdocs failed, exit code: null'"),
      '',
      /ran out of memory/,
    ],
    [
      'site',
      forwarded('unknown error'),
      'DEBUG - 404.html\nINFO - page not found, 401\nZeroDivisionError: division by zero\n',
      /^mkdocs could not build the site: division by zero\.$/,
    ],
    [
      'source',
      "NotAllowedError: Reading from 'https://x.example/' is not allowed. You may need to configure an integration",
      '',
      /^The portal may not read https:\/\/x.example\/; ask its operators/,
    ],
    [
      'source',
      'Error: https://git.example/a responded with 401 Unauthorized',
      '',
      /refuses the portal access/,
    ],
    [
      'source',
      'NotFoundError: Request failed for https://git.example/a, 404 Not Found',
      '',
      /^The source was not found; check that its repository/,
    ],
    [
      'source',
      "NotFoundError: ENOENT: no folder './docs-site' beside the entity's file",
      '',
      /^The folder \.\/docs-site of the source does not exist/,
    ],
    [
      'source',
      'Error: something new',
      '',
      /^The source could not be read: Error: something new\.$/,
    ],
    [
      'storage',
      'Error: bucket is gone',
      'INFO    -  Documentation built in 0.24 seconds\n',
      /^The site was built but could not be stored: Error: bucket is gone\. The docs shown are the ones from before\.$/,
    ],
    ['storage', 'ENOSPC: no space left on device, write', '', /^The disk/],
  ] as const)('%s: %s', (phase, message, log, expected) => {
    expect(explainBuildFailure({ phase, message, log })).toMatch(expected);
  });

  it('stays one readable line whatever the tool wrote', () => {
    const reason = explainBuildFailure({
      phase: 'site',
      message: `first\n${'x'.repeat(10_000)}`,
      log: `Error: ${'y'.repeat(10_000)}`,
    });
    expect(reason.length).toBeLessThanOrEqual(500);
    expect(reason).not.toContain('\n');
  });
});
