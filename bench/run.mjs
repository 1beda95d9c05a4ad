// node bench/run.mjs SUBJECT        one subject: a JSON line a figure on standard output, nothing else
// node bench/run.mjs --table        all subjects: figure, bar and verdict; exit 1 when a bar is missed
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fail, root } from '../scripts/lib.mjs';

const bars = JSON.parse(readFileSync(join(root, 'bench/bars.json'), 'utf8'));
const subjects = readdirSync(join(root, 'bench', 'subjects')).map(file =>
  file.replace(/\.mjs$/, ''),
);

function verdict({ subject, metric, value, against }) {
  // A bar for all variants, or one for each.
  const barOf = bars[subject]?.[metric];
  const isOne = barOf && ('min' in barOf || 'max' in barOf);
  const bar = isOne ? barOf : barOf?.[against];
  if (!bar) return { bar: '–', ok: true, word: 'no bar' };
  const ok =
    (bar.max === undefined || value <= bar.max) &&
    (bar.min === undefined || value >= bar.min);
  return {
    bar: bar.max !== undefined ? `≤ ${bar.max}` : `≥ ${bar.min}`,
    ok,
    word: ok ? 'holds' : 'MISSED',
  };
}

async function measure(subject, emit) {
  const { default: program } = await import(`./subjects/${subject}.mjs`);
  await program((metric, value, { unit, n = 1, against } = {}) => {
    const figure = {
      subject,
      metric,
      value: Number(value.toFixed(3)),
      unit,
      n,
      cores: availableParallelism(),
    };
    if (against) figure.against = against;
    emit(figure);
  });
}

const [wanted] = process.argv.slice(2);
if (wanted === '--table') {
  let missed = 0;
  for (const subject of subjects) {
    await measure(subject, figure => {
      const { bar, ok, word } = verdict(figure);
      if (!ok) missed += 1;
      const name = figure.against
        ? `${figure.metric} (${figure.against})`
        : figure.metric;
      process.stdout.write(
        `${subject.padEnd(12)} ${name.padEnd(32)} ${String(
          figure.value,
        ).padStart(10)} ${(figure.unit ?? '').padEnd(6)} ${bar.padEnd(
          8,
        )} ${word}\n`,
      );
    });
  }
  process.exit(missed ? 1 : 0);
}
if (!subjects.includes(wanted))
  fail(`there is no benchmark "${wanted}"; there are ${subjects.join(', ')}.`);
await measure(wanted, figure =>
  process.stdout.write(`${JSON.stringify(figure)}\n`),
);
