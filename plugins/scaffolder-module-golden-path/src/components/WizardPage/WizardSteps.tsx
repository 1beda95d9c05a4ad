import { RiCheckLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { goldenPathTranslationRef } from '../../translation';
import styles from './WizardPage.module.css';

/** Where one is on the way from the first question to the review. */
export function WizardSteps(props: { titles: string[]; active: number }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  return (
    <ol className={styles.steps} aria-label={t('wizard.steps')}>
      {props.titles.map((title, index) => (
        <li
          key={title}
          className={styles.step}
          aria-current={index === props.active ? 'step' : undefined}
        >
          <span className={styles.stepNumber} aria-hidden>
            {index < props.active ? <RiCheckLine size={14} /> : index + 1}
          </span>
          {title}
        </li>
      ))}
    </ol>
  );
}
