import { Link, Skeleton, VisuallyHidden } from '@backstage/ui';
import { fetchApiRef, useApiHolder } from '@backstage/frontend-plugin-api';
import { RiLockLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useWords } from '../../useWords';
import { entityPath } from './entityPath';
import {
  explainPermission,
  type PermissionExplanation,
} from './explainPermission';
import styles from './State.module.css';

/** Props of {@link DeniedState}. */
export interface DeniedStateProps {
  /** Name of the permission that is missing ("adr.record.read"). */
  permission: string;
  /** What stays closed, so that "No access to …" reads well. */
  what: string;
}

type Lookup =
  | { status: 'loading' | 'failed' }
  | { status: 'loaded'; explanation: PermissionExplanation };

function useExplanation(permission: string): Lookup {
  const fetchApi = useApiHolder().get(fetchApiRef);
  const [lookup, setLookup] = useState<Lookup>({ status: 'loading' });

  useEffect(() => {
    if (!fetchApi) {
      setLookup({ status: 'failed' });
      return undefined;
    }
    const abort = new AbortController();
    setLookup({ status: 'loading' });
    explainPermission(fetchApi, permission, abort.signal).then(
      explanation =>
        !abort.signal.aborted && setLookup({ status: 'loaded', explanation }),
      () => !abort.signal.aborted && setLookup({ status: 'failed' }),
    );
    return () => abort.abort();
  }, [fetchApi, permission]);

  return lookup;
}

function Explained({ explanation }: { explanation: PermissionExplanation }) {
  const t = useWords();
  const { reason, grantedBy, yourRoles, contacts } = explanation;
  const roles = new Intl.ListFormat('en', { type: 'disjunction' }).format(
    grantedBy,
  );
  let needs: string = t('states.deniedNeedsNone');
  if (grantedBy.length === 1) needs = t('states.deniedNeedsOne', { roles });
  if (grantedBy.length > 1) needs = t('states.deniedNeedsMany', { roles });
  return (
    <>
      {reason && <p>{reason}</p>}
      <p>{needs}</p>
      <p>
        {yourRoles.length
          ? t('states.deniedYourRoles', {
              roles: new Intl.ListFormat('en').format(yourRoles),
            })
          : t('states.deniedNoRoles')}
      </p>
      {contacts.length > 0 && (
        <div className={styles.ask}>
          <span>{t('states.deniedAsk')}</span>
          <ul className={styles.contacts}>
            {contacts.map(({ entityRef, title }) => {
              const path = entityPath(entityRef);
              return (
                <li key={entityRef}>
                  {path ? <Link href={path}>{title}</Link> : title}
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </>
  );
}

/** Says what is closed, which role opens it, which roles one has and whom to ask. */
export function DeniedState({ permission, what }: DeniedStateProps) {
  const t = useWords();
  const lookup = useExplanation(permission);
  return (
    <div className={styles.state} data-tone="denied">
      <div className={styles.head}>
        <RiLockLine aria-hidden className={styles.icon} />
        <p className={styles.title}>{t('states.deniedTitle', { what })}</p>
      </div>
      <div
        className={styles.text}
        role="status"
        aria-busy={lookup.status === 'loading'}
      >
        {lookup.status === 'loading' && (
          <>
            <VisuallyHidden>
              {t('states.loading', { label: t('states.deniedLoading') })}
            </VisuallyHidden>
            <Skeleton width="16rem" height={12} />
          </>
        )}
        {lookup.status === 'failed' && <p>{t('states.deniedUnexplained')}</p>}
        {lookup.status === 'loaded' && (
          <Explained explanation={lookup.explanation} />
        )}
      </div>
      <p className={styles.meta}>
        {t('states.deniedPermission')}: <code>{permission}</code>
      </p>
    </div>
  );
}
