import { ScrollRegion } from '@companyos/ui-kit';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useEffect, useId, useRef, useState } from 'react';
import { goldenPathTranslationRef } from '../../translation';
import styles from './TaskPage.module.css';

/** Terminal colours, which a page has no use for. */
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** `2026-01-01T10:00:00.000Z text` with the time as the reader's clock shows it. */
function localLine(line: string): string {
  const space = line.indexOf(' ');
  const time = new Date(line.slice(0, space));
  const text = line.replace(ANSI, '');
  return Number.isNaN(time.getTime())
    ? text
    : `${time.toLocaleTimeString()}${text.slice(space)}`;
}

/** The log of one step, open by itself while it matters, and following its end. */
export function StepLog(props: {
  stepName: string;
  lines: string[];
  isOpenByItself: boolean;
}) {
  const { stepName, lines, isOpenByItself } = props;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const [chosen, setChosen] = useState<boolean>();
  const logId = useId();
  const log = useRef<HTMLPreElement>(null);
  const isOpen = chosen ?? isOpenByItself;

  useEffect(() => {
    if (log.current) {
      log.current.scrollTop = log.current.scrollHeight;
    }
  }, [lines.length, isOpen]);

  if (lines.length === 0) {
    return null;
  }
  return (
    <div className={styles.log}>
      <Button
        size="small"
        variant="tertiary"
        iconStart={isOpen ? <RiArrowDownSLine /> : <RiArrowRightSLine />}
        aria-expanded={isOpen}
        aria-controls={logId}
        aria-label={`${t('task.logLines', {
          count: lines.length,
        })}: ${stepName}`}
        onPress={() => setChosen(!isOpen)}
      >
        {t('task.logLines', { count: lines.length })}
      </Button>
      <ScrollRegion
        id={logId}
        ref={log}
        hidden={!isOpen}
        label={t('task.log', { step: stepName })}
        className={styles.lines}
      >
        {lines.map(localLine).join('\n')}
      </ScrollRegion>
    </div>
  );
}
