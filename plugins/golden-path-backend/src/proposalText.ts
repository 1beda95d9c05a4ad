import { StoredUpdate } from './database/UpdateStore';

/** What a pull request says about itself, in Markdown. */
export function proposalText(
  update: Pick<StoredUpdate, 'template' | 'from' | 'to' | 'conflicts'>,
  notes: readonly { version: string; text: string }[],
): string {
  const { template, from, to, conflicts } = update;
  const lines = [
    `Brings this repository from ${template} ${from} to ${to}.`,
    '',
    'What is yours stays: files that the template keeps are merged with your changes, files that it only began with are left alone.',
  ];
  if (notes.length) {
    lines.push('', '## What is new', '');
    for (const { version, text } of notes) {
      lines.push(`- **${version}** ${oneLine(text)}`);
    }
  }
  if (conflicts.length) {
    lines.push(
      '',
      '## To be mended by hand',
      '',
      'These files hold both sides between conflict markers. Mend them on this branch and push; the checks begin again by themselves.',
      '',
    );
    for (const { path, reason } of conflicts.slice(0, 100)) {
      lines.push(`- \`${path.replaceAll('`', "'")}\`: ${oneLine(reason)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
