import {
  storageApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { type Visit, visitsApiRef } from '@backstage/plugin-home';
import { Button, Link } from '@backstage/ui';
import { Panel } from '@companyos/ui-kit';
import { useEffect, useState } from 'react';
import { appTranslationRef } from '../translation';
import styles from './HomePage.module.css';

const STEPS = [
  {
    id: 'create',
    href: '/create',
    word: 'home.stepCreate',
    text: 'home.stepCreateText',
    done: (visit: Visit) => /^\/create\/tasks\/./.test(visit.pathname),
  },
  {
    id: 'docs',
    href: '/docs',
    word: 'home.stepDocs',
    text: 'home.stepDocsText',
    done: (visit: Visit) => /^\/docs\/.|\/docs(\/|$)/.test(visit.pathname),
  },
  {
    id: 'decisions',
    href: '/decisions',
    word: 'home.stepDecisions',
    text: 'home.stepDecisionsText',
    done: (visit: Visit) => /\/decisions/.test(visit.pathname),
  },
] as const;

/** Three steps for the first visit; each goes once it is done, all by request. */
export function FirstSteps() {
  const visitsApi = useApi(visitsApiRef);
  const storage = useApi(storageApiRef).forBucket('companyos.home');
  const { t } = useTranslationRef(appTranslationRef);
  const [visits, setVisits] = useState<Visit[]>();
  const [hidden, setHidden] = useState(
    () => storage.snapshot<boolean>('firstStepsHidden').value ?? false,
  );

  useEffect(() => {
    let over = false;
    visitsApi.list({ limit: 100 }).then(
      found => !over && setVisits(found),
      () => !over && setVisits([]),
    );
    return () => {
      over = true;
    };
  }, [visitsApi]);

  const open = STEPS.filter(step => !visits?.some(step.done));
  if (hidden || !visits || open.length === 0) return null;

  return (
    <Panel
      title={t('home.steps')}
      actions={
        <Button
          variant="tertiary"
          size="small"
          onPress={() => {
            setHidden(true);
            storage.set('firstStepsHidden', true);
          }}
        >
          {t('home.stepDismiss')}
        </Button>
      }
    >
      <p className={styles.quiet}>{t('home.stepsLead')}</p>
      <ol className={styles.steps}>
        {open.map(step => (
          <li key={step.id}>
            <Link href={step.href}>{t(step.word)}</Link>
            <span className={styles.quiet}>{t(step.text)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
