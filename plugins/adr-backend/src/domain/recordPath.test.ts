import { isRecordPath, numberOfPath } from './recordPath';

describe('which files are records', () => {
  it.each([
    '0001-record-decisions.md',
    '0002-service-template.md',
    'adr-0013-paved-road-service-template.md',
    'template-engine.md',
    'nested/0003-use-x.MD',
  ])('%s is one', path => expect(isRecordPath(path)).toBe(true));

  it.each([
    'README.md',
    'index.md',
    'template.md',
    'adr-template.md',
    'decision_template.md',
    '0000-template.md',
    '0000-adr-template.md',
    '.hidden.md',
    '_drafts/0001-x.md',
    '0001-x.txt',
  ])('%s is none', path => expect(isRecordPath(path)).toBe(false));

  it('reads the number, and takes no date for one', () => {
    expect(numberOfPath('0003-use-x.md')).toBe(3);
    expect(numberOfPath('ADR_12.md')).toBe(12);
    expect(numberOfPath('20240501-use-x.md')).toBeNull();
    expect(numberOfPath('use-x.md')).toBeNull();
  });
});
