import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  Digest,
  ErrorState,
  FileTree,
  LoadingState,
  Panel,
  StatePill,
  ScrollRegion,
} from '@companyos/ui-kit';
import { useState } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import { formatSize } from './formatSize';
import { PreviewState } from './usePreview';
import styles from './WizardPage.module.css';

const MODES = ['managed', 'seeded', 'merged'] as const;

/**
 * The tree of files that the answers lead to, and the content of a chosen one.
 *
 * @param props - `titleOf` turns the path of a problem into the question's title; `sampleName` is the stand-in shown until there is a name
 */
export function PreviewPanel(props: {
  state: PreviewState;
  titleOf: (path: string) => string;
  sampleName?: string;
}) {
  const { preview, isUpdating, problems, error, retry } = props.state;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const [selected, setSelected] = useState<string>();
  const file = preview?.files.find(({ path }) => path === selected);
  const sizeBytes =
    preview?.files.reduce((sum, each) => sum + each.sizeBytes, 0) ?? 0;

  return (
    <section aria-label={t('preview.region')} className={styles.preview}>
      <Panel title={t('preview.title')}>
        <div className={styles.previewBody}>
          <div role="status" className={styles.meta}>
            {isUpdating && preview && (
              <StatePill state="info">{t('preview.updating')}</StatePill>
            )}
            {!isUpdating && preview && problems.length === 0 && !error && (
              <span>
                {t('preview.summary', {
                  count: preview.files.length,
                  size: formatSize(sizeBytes),
                  template: `${preview.template}@${preview.version}`,
                })}
              </span>
            )}
          </div>
          {problems.length > 0 && (
            <div className={styles.meta}>
              <StatePill state="warn">{t('preview.problems')}</StatePill>
              <ul className={styles.problems}>
                {problems.map(({ path, message }) => (
                  <li key={path + message}>
                    {[props.titleOf(path), message].filter(Boolean).join(': ')}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {error && (
            <ErrorState
              title={t('preview.failed')}
              error={error}
              onRetry={retry}
            />
          )}
          {!preview && isUpdating && (
            <LoadingState label={t('preview.loading')} shape="lines" />
          )}
          {preview && (
            <>
              {(problems.length > 0 || error) && (
                <p className={styles.hint}>{t('preview.stale')}</p>
              )}
              {props.sampleName && (
                <p className={styles.hint}>
                  {t('preview.sample', { name: props.sampleName })}
                </p>
              )}
              <div className={styles.tree}>
                <FileTree
                  files={preview.files.map(({ path, mode, executable }) => ({
                    path,
                    note: [
                      t(`preview.mode.${mode}`),
                      executable && t('preview.executable'),
                    ]
                      .filter(Boolean)
                      .join(', '),
                  }))}
                  selected={selected}
                  onSelect={setSelected}
                />
              </div>
              {file ? (
                <div className={styles.file}>
                  <div className={styles.fileHead}>
                    <span className={styles.mono}>{file.path}</span>
                    <Digest value={file.sha256} />
                    <Button
                      size="small"
                      variant="tertiary"
                      onPress={() => setSelected(undefined)}
                    >
                      {t('preview.close')}
                    </Button>
                  </div>
                  {file.content === undefined ? (
                    <p className={styles.hint}>{t('preview.noContent')}</p>
                  ) : (
                    <ScrollRegion label={file.path} className={styles.content}>
                      {file.content}
                    </ScrollRegion>
                  )}
                </div>
              ) : (
                <p className={styles.hint}>{t('preview.select')}</p>
              )}
              <dl className={styles.legend} aria-label={t('preview.legend')}>
                {MODES.filter(mode =>
                  preview.files.some(each => each.mode === mode),
                ).map(mode => (
                  <div key={mode}>
                    <dt>{t(`preview.mode.${mode}`)}</dt>
                    <dd>{t(`preview.modeHint.${mode}`)}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </div>
      </Panel>
    </section>
  );
}
