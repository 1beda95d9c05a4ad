import { shellWord } from './shellWord';

it.each([
  ['deploy/helm/values.yaml', 'deploy/helm/values.yaml'],
  ['a file', "'a file'"],
  ['$(rm -rf ~)', "'$(rm -rf ~)'"],
  ["it's", `'it'\\''s'`],
  ['--force', "'--force'"],
  ['a\nb', "'a\nb'"],
  ['', "''"],
])('%j is one word', (text, word) => expect(shellWord(text)).toBe(word));
