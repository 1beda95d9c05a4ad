import { BuildLog, LOG_LIMIT_BYTES } from './BuildLog';

describe('BuildLog', () => {
  it('joins chunks that end anywhere', () => {
    const log = new BuildLog();
    const bytes = Buffer.from('Grüße\n');
    log.append(bytes.subarray(0, 3));
    log.append(bytes.subarray(3));
    log.append('half a line');
    log.appendLine('info: ours');
    expect(log.text()).toBe('Grüße\nhalf a line\ninfo: ours\n');
  });

  it('keeps the end of a long log, from a whole line on, and says so', () => {
    const log = new BuildLog();
    for (let line = 0; line < 100_000; line += 1) {
      log.append(`line ${line}\n`);
    }
    const text = log.text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LOG_LIMIT_BYTES + 64);
    expect(text).toMatch(/^… earlier output left out\nline \d+\n/);
    expect(text.endsWith('line 99999\n')).toBe(true);
  });

  it('shows no terminal codes, credentials or folders of the machine', () => {
    const log = new BuildLog();
    log.hidePath('/srv/work/techdocs-1', '<source>');
    log.hidePath('/srv/work/techdocs-1/site', '<site>');
    log.append('\u001b[31mred\u001b[0m\u0007\u0000\r\n');
    log.append('clone https://bot:s3cret@git.example/a.git\n');
    log.append('read /srv/work/techdocs-1/docs/index.md\n');
    log.append('write /srv/work/techdocs-1/site\n');
    expect(log.text()).toBe(
      [
        'red',
        'clone https://***@git.example/a.git',
        'read <source>/docs/index.md',
        'write <site>',
        '',
      ].join('\n'),
    );
  });
});
