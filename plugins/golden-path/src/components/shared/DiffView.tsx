import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UpdatePreview } from '@companyos/plugin-golden-path-common';
import { ScrollRegion } from '@companyos/ui-kit';
import { goldenPathTranslationRef } from '../../translation';
import styles from './DiffView.module.css';

/** Files with more changed lines than this are folded. */
const OPEN_LINES = 60;

type LineKind = 'added' | 'removed' | 'place' | 'same';

/** Elements whose meaning assistive technology can tell. */
const TAGS = {
  added: 'ins',
  removed: 'del',
  place: 'span',
  same: 'span',
} as const;

function kindOf(line: string): LineKind {
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return 'same';
}

/** The lines of a unified diff below its file header. */
function bodyOf(diff: string): string[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  const first = lines.findIndex(line => line.startsWith('@@'));
  return first < 0 ? [] : lines.slice(first);
}

/** A unified diff; the signs at the lines say what the colours repeat. */
function Diff({ path, lines }: { path: string; lines: string[] }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <ScrollRegion label={t('diff.label', { path })} className={styles.diff}>
      {lines.map((line, index) => {
        const kind = kindOf(line);
        const Line = TAGS[kind];
        return (
          <Line key={index} className={styles.line} data-kind={kind}>
            {line || ' '}
          </Line>
        );
      })}
    </ScrollRegion>
  );
}

/** Every file an update touches: who keeps it, what changes, and where it needs a person. */
export function DiffView({ files }: { files: UpdatePreview['files'] }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <ul className={styles.files}>
      {files.map(({ path, change, mode, diff, conflict }) => {
        const lines = diff === undefined ? [] : bodyOf(diff);
        return (
          <li key={path} className={styles.file}>
            <details
              open={conflict !== undefined || lines.length <= OPEN_LINES}
            >
              <summary>
                <span className={styles.path}>{path}</span>{' '}
                <span className={styles.quiet}>
                  {t(`diff.${change}`)}, {t(`diff.${mode}`)}
                </span>
              </summary>
              {conflict !== undefined && (
                <p>{t('diff.conflict', { reason: conflict })}</p>
              )}
              {lines.length > 0 ? (
                <Diff path={path} lines={lines} />
              ) : (
                <p className={styles.quiet}>{t('diff.binary')}</p>
              )}
            </details>
          </li>
        );
      })}
    </ul>
  );
}
