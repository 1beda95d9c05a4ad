import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { FleetRepository } from '@companyos/plugin-golden-path-common';
import {
  downloadCsv,
  ErrorState,
  type DataTableColumn,
} from '@companyos/ui-kit';
import { useState } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { loadFleet } from '../shared/loadFleet';
import { goldenPathTranslationRef } from '../../translation';
import type { FleetFilter } from './useFleetFilter';

/** Every repository that fits the filter as a file, not only the part one looks at. */
export function DownloadFleet(props: {
  filter: Pick<FleetFilter, 'values'>;
  columns: DataTableColumn<FleetRepository>[];
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const api = useApi(goldenPathApiRef);
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<unknown>();
  const download = async () => {
    setIsLoading(true);
    setError(undefined);
    try {
      downloadCsv(
        await loadFleet(api, props.filter.values),
        props.columns.filter(({ sortValue }) => sortValue),
        'golden-path',
      );
    } catch (reason) {
      setError(reason);
    } finally {
      setIsLoading(false);
    }
  };
  return (
    <>
      {error !== undefined && (
        <ErrorState title={t('fleet.csvFailed')} error={error} />
      )}
      <Button variant="secondary" isPending={isLoading} onPress={download}>
        {t('fleet.csv')}
      </Button>
    </>
  );
}
