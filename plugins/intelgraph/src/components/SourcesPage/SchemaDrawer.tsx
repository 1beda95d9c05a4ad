import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EventSchema } from '@companyos/plugin-intelgraph-common';
import {
  Drawer,
  ErrorState,
  FactList,
  LoadingState,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { intelgraphTranslationRef } from '../../translation';
import { JsonView } from '../shared/JsonView';
import shared from '../shared/shared.module.css';
import { useIntelGraph } from '../shared/useTenant';

/** One version of an event type with its JSON Schema. */
export function SchemaDrawer({
  schema,
  onClose,
}: {
  schema: EventSchema | undefined;
  onClose: () => void;
}) {
  return (
    <Drawer
      title={schema?.type ?? ''}
      isOpen={schema !== undefined}
      onOpenChange={onClose}
    >
      {schema && <Content schema={schema} />}
    </Drawer>
  );
}

function Content({ schema }: { schema: EventSchema }) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { type, version, compatibility, registeredBy } = schema;
  const { value, error, reload } = useLoaded(
    useCallback(() => api.getSchema(type, version), [api, type, version]),
  );
  return (
    <div className={shared.stack}>
      <FactList
        facts={[
          { label: t('schemas.version'), value: version },
          { label: t('schemas.compatibility'), value: compatibility },
          ...(registeredBy
            ? [{ label: t('schemas.registeredBy'), value: registeredBy }]
            : []),
        ]}
      />
      {error !== undefined && (
        <ErrorState
          title={t('schemas.failedOne')}
          error={error}
          onRetry={reload}
        />
      )}
      {!value && error === undefined && (
        <LoadingState label={t('schemas.loading')} shape="lines" />
      )}
      {value && <JsonView label={t('schemas.schema')} value={value.schema} />}
    </div>
  );
}
