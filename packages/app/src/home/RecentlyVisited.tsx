import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { type Visit, visitsApiRef } from '@backstage/plugin-home';
import { Link } from '@backstage/ui';
import { Ago, Panel } from '@companyos/ui-kit';
import { useEffect, useState } from 'react';
import { appTranslationRef } from '../translation';
import styles from './HomePage.module.css';

const SHOWN = 8;

/** Where the person was last, newest first. */
export function RecentlyVisited() {
  const visitsApi = useApi(visitsApiRef);
  const { t } = useTranslationRef(appTranslationRef);
  const [visits, setVisits] = useState<Visit[]>([]);

  useEffect(() => {
    let over = false;
    visitsApi
      .list({
        limit: SHOWN,
        orderBy: [{ field: 'timestamp', direction: 'desc' }],
        filterBy: [{ field: 'pathname', operator: '!=', value: '/' }],
      })
      .then(
        found => !over && setVisits(found),
        // Not knowing where one was is no reason to break the page.
        () => !over && setVisits([]),
      );
    return () => {
      over = true;
    };
  }, [visitsApi]);

  return (
    <Panel title={t('home.recent')}>
      {visits.length === 0 ? (
        <p className={styles.quiet}>{t('home.recentEmpty')}</p>
      ) : (
        <ul className={styles.rows}>
          {visits.map(visit => (
            <li key={visit.id} className={styles.row}>
              <Link href={visit.pathname}>{visit.name.split(' | ')[0]}</Link>
              <span className={styles.quiet}>
                <Ago time={visit.timestamp} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
