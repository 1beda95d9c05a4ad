import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { TimelineQuery } from '@companyos/plugin-intelgraph-common';
import { RiDownloadLine } from '@remixicon/react';
import { useState } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { errorMessage } from '../shared/errorMessage';
import { useIntelGraph } from '../shared/useTenant';
import { saveBlob } from './saveBlob';

/** Takes all facts that fit along, not only the ones that are shown. */
export function ExportButton({ query }: { query: TimelineQuery }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const toastApi = useApi(toastApiRef);
  const [isRunning, setRunning] = useState(false);
  const save = async () => {
    setRunning(true);
    try {
      const response = await api.exportTimeline(query);
      saveBlob(await response.blob(), 'facts.ndjson');
    } catch (error) {
      toastApi.post({
        title: t('timeline.exportFailed'),
        description: errorMessage(error),
        status: 'danger',
      });
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button
      variant="secondary"
      iconStart={<RiDownloadLine />}
      isPending={isRunning}
      onPress={save}
    >
      {t('timeline.export')}
    </Button>
  );
}
