import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { ErrorState } from '@companyos/ui-kit';
import { intelgraphTranslationRef } from '../../translation';
import styles from './shared.module.css';

/** The way to older rows, and why it did not work. */
export function LoadMore({
  list,
  label,
}: {
  list: {
    hasMore: boolean;
    loadMore: () => void;
    isLoadingMore: boolean;
    moreError: unknown;
  };
  label?: string;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  if (!list.hasMore) return null;
  return (
    <>
      {list.moreError !== undefined && (
        <ErrorState title={t('loadMoreFailed')} error={list.moreError} />
      )}
      <div className={styles.line}>
        <Button
          variant="secondary"
          isPending={list.isLoadingMore}
          onPress={list.loadMore}
        >
          {label ?? t('loadMore')}
        </Button>
      </div>
    </>
  );
}
