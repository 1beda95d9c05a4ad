import { isError } from '@backstage/errors';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogEntityRefreshPermission } from '@backstage/plugin-catalog-common/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button } from '@backstage/ui';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { overviewApiRef } from '../../api/overviewApiRef';
import { overviewTranslationRef } from '../../translation';
import { useLoaded } from '../../useLoaded';
import styles from './ProcessingCard.module.css';

/** When to look whether the refresh has been done; it takes a few seconds. */
const LOOK_AFTER_MS = [2_000, 5_000, 12_000];

/** Asks the catalog to read an entity's source now; says why when one may not. */
export function RefreshButton({
  entityRef,
  onRefreshed,
}: {
  entityRef: string;
  /** Called when it is worth looking again. */
  onRefreshed: () => void;
}) {
  const { t } = useTranslationRef(overviewTranslationRef);
  const catalogApi = useApi(catalogApiRef);
  const overviewApi = useApi(overviewApiRef);
  const { loading, allowed } = usePermission({
    permission: catalogEntityRefreshPermission,
    resourceRef: entityRef,
  });
  const isDenied = !loading && !allowed;
  const roles = useLoaded(
    useCallback(
      async (signal: AbortSignal) =>
        isDenied
          ? overviewApi.getGrantingRoles(
              catalogEntityRefreshPermission.name,
              signal,
            )
          : undefined,
      [overviewApi, isDenied],
    ),
  ).value;
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState<{ text: string; failed: boolean }>();
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const reasonId = useId();
  useEffect(() => () => timers.current.forEach(clearTimeout), []);

  const refresh = async () => {
    setPending(true);
    setMessage(undefined);
    try {
      await catalogApi.refreshEntity(entityRef);
      setMessage({ text: t('processing.refreshing'), failed: false });
      timers.current.forEach(clearTimeout);
      timers.current = LOOK_AFTER_MS.map(ms => setTimeout(onRefreshed, ms));
    } catch (error) {
      setMessage({
        text: t('processing.refreshFailed', {
          message: isError(error) ? error.message : String(error),
        }),
        failed: true,
      });
    } finally {
      setPending(false);
    }
  };

  return (
    <span className={styles.refresh}>
      {isDenied && (
        <span id={reasonId} className={styles.note}>
          {roles && roles.length > 0
            ? t('processing.mayNotRoles', { roles: roles.join(', ') })
            : t('processing.mayNot', {
                permission: catalogEntityRefreshPermission.name,
              })}
        </span>
      )}
      {message && (
        <span
          role={message.failed ? 'alert' : 'status'}
          className={styles.note}
        >
          {message.text}
        </span>
      )}
      <Button
        size="small"
        variant="secondary"
        isDisabled={!allowed}
        isPending={isPending}
        aria-describedby={isDenied ? reasonId : undefined}
        onPress={refresh}
      >
        {t('processing.refresh')}
      </Button>
    </span>
  );
}
