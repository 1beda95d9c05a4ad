import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import { Wordmark } from '@companyos/ui-kit';
import { appTranslationRef } from '../translation';
import styles from './PersonaChooser.module.css';
import { usePersonas } from './usePersonas';

/** Enter the demo organisation as one of its people. Asks for no password. */
export function PersonaChooser(props: {
  onChoose: (name: string) => void;
  /** Why the last try was refused. */
  problem?: string;
}) {
  const { t } = useTranslationRef(appTranslationRef);
  const personas = usePersonas();
  const waiting = !personas.length || personas.some(p => !p.available);
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <Wordmark />
        <h1 className={styles.title}>{t('signIn.title')}</h1>
        <p className={styles.lead}>{t('signIn.lead')}</p>
        {props.problem && (
          <Alert
            status="danger"
            icon
            title={t('signIn.refused', { reason: props.problem })}
          />
        )}
        <p role="status" className={waiting ? styles.waiting : styles.ready}>
          {waiting ? t('signIn.waiting') : ''}
        </p>
        <ul className={styles.people}>
          {personas.map(person => (
            <li key={person.name}>
              <button
                type="button"
                className={styles.person}
                disabled={!person.available}
                onClick={() => props.onChoose(person.name)}
              >
                <span className={styles.name}>{person.displayName}</span>
                <span className={styles.role}>{person.role}</span>
                <span className={styles.summary}>{person.description}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className={styles.note}>{t('signIn.note')}</p>
      </div>
    </main>
  );
}
