import { en } from './en.ts';

/** The sentences of one language. */
export type Words = typeof en;

/** The languages there are, by their code; the first is for everybody else. */
const languages: readonly Words[] = [en];

/** The sentences for a person who prefers these languages, best first. */
export function wordsFor(preferred: readonly string[]): Words {
  const found = preferred.flatMap((code) => {
    const [language] = code.toLowerCase().split('-');
    return languages.find((words) => words.language === language) ?? [];
  });
  return found[0] ?? en;
}

/** The sentences of this page. */
export const words: Words = wordsFor(navigator.languages);

/** A time as this person writes it; the machine-readable form belongs beside it, in a `time` element. */
export function formatTime(isoTime: string): string {
  return new Intl.DateTimeFormat(words.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(isoTime));
}
