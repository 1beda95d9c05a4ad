import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { EventSchema } from '@companyos/plugin-intelgraph-common';
import { DataTable, LoadingState, Section, useLoaded } from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { schemaTypes } from '../../domain/schemaTypes';
import { intelgraphTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { LaneLabel } from '../shared/LaneLabel';
import shared from '../shared/shared.module.css';
import { useIntelGraph } from '../shared/useTenant';
import { SchemaDrawer } from './SchemaDrawer';

/** The event types that are understood; each version opens its JSON Schema. */
export function SchemasSection() {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const [shown, setShown] = useState<EventSchema>();
  const { value, error, reload } = useLoaded(
    useCallback(
      async () => schemaTypes((await api.listSchemas()).items),
      [api],
    ),
  );
  return (
    <Section title={t('schemas.title')}>
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('schemas.failed')}
          onRetry={reload}
        />
      )}
      {!value && error === undefined && (
        <LoadingState label={t('schemas.loading')} shape="table" />
      )}
      {value && (
        <DataTable
          label={t('schemas.title')}
          rows={value}
          rowKey={({ type }) => type}
          searchable
          pageSize={20}
          columns={[
            {
              id: 'type',
              title: t('schemas.columns.type'),
              isRowHeader: true,
              sortValue: ({ type }) => type,
              cell: ({ type }) => <code>{type}</code>,
            },
            {
              id: 'versions',
              title: t('schemas.columns.versions'),
              filterValue: ({ versions }) =>
                versions.map(({ version }) => version).join(', '),
              cell: ({ type, versions }) => (
                <span className={shared.line}>
                  {versions.map(one => (
                    <Button
                      key={one.version}
                      variant="tertiary"
                      aria-label={`${type} ${one.version}`}
                      onPress={() => setShown(one)}
                    >
                      {one.version}
                    </Button>
                  ))}
                </span>
              ),
            },
            {
              id: 'lane',
              title: t('schemas.columns.lane'),
              sortValue: ({ newest }) => t(`lane.${newest.lane}`),
              cell: ({ newest }) => <LaneLabel lane={newest.lane} />,
            },
            {
              id: 'origin',
              title: t('schemas.columns.origin'),
              sortValue: ({ newest }) => t(`schemas.origin.${newest.origin}`),
              cell: ({ newest }) => t(`schemas.origin.${newest.origin}`),
            },
          ]}
        />
      )}
      <SchemaDrawer schema={shown} onClose={() => setShown(undefined)} />
    </Section>
  );
}
