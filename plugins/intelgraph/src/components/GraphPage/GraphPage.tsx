import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Switch } from '@backstage/ui';
import {
  Answer,
  EmptyState,
  LoadingState,
  Page,
  PageHeader,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { entityRefParts } from '../../domain/entityRefParts';
import { formatTime } from '../../domain/formatTime';
import { intelgraphTranslationRef } from '../../translation';
import { WithFactPanel } from '../FactPanel/WithFactPanel';
import { Choice } from '../shared/Choice';
import { DateTimeField } from '../shared/DateTimeField';
import { EntitySearch } from '../shared/EntitySearch';
import { FailedState } from '../shared/FailedState';
import { More } from '../shared/More';
import shared from '../shared/shared.module.css';
import { TenantChoice } from '../shared/TenantChoice';
import { Travelled } from '../shared/Travelled';
import { useIntelGraph, useLinks } from '../shared/useTenant';
import { EdgesTable } from './EdgesTable';
import { GraphDrawing } from './GraphDrawing';
import {
  DEFAULT_DEPTH,
  DIRECTIONS,
  GraphState,
  useGraphState,
} from './useGraphState';

const DEPTHS = ['1', '2', '3', '4', '5'];

/** `/timeline/graph`: what something is related to. */
export function GraphPage() {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const [state, set] = useGraphState();
  const { entity, knownAt, asOf } = state;
  if (entity) {
    return (
      <WithFactPanel>
        <Page>
          <RelationsOf state={{ ...state, entity }} set={set} />
        </Page>
      </WithFactPanel>
    );
  }
  return (
    <Page>
      <PageHeader
        kind={t('graph.kind')}
        title={t('graph.title')}
        breadcrumbs={[{ label: t('timeline.title'), href: links.timeline() }]}
      />
      <TenantChoice />
      <EmptyState
        title={t('graph.choose')}
        description={t('graph.chooseText')}
      />
      <EntitySearch hrefOf={one => links.graph(one, { knownAt, asOf })} />
    </Page>
  );
}

function RelationsOf({
  state,
  set,
}: {
  state: GraphState & { entity: string };
  set: ReturnType<typeof useGraphState>[1];
}) {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const api = useIntelGraph();
  const { entity, depth, direction, lineage, knownAt, asOf } = state;
  const { name } = entityRefParts(entity);
  const { value, error, reload } = useLoaded(
    useCallback(
      async () => ({
        graph: await api.getGraph({
          entity,
          depth,
          direction,
          lineage,
          knownAt,
          asOf,
        }),
        loadedAt: Date.now(),
      }),
      [api, entity, depth, direction, lineage, knownAt, asOf],
    ),
  );
  const graph = value?.graph;
  const reach = t('graph.reach', { count: depth });
  return (
    <>
      <PageHeader
        kind={t('graph.kind')}
        title={t('graph.titleOf', { name })}
        breadcrumbs={[{ label: t('timeline.title'), href: links.timeline() }]}
        asOf={value?.loadedAt}
        onRefresh={reload}
        actions={
          <ButtonLink
            href={links.timeline({ entity, range: 'all', knownAt, asOf })}
            variant="secondary"
          >
            {t('graph.toTimeline')}
          </ButtonLink>
        }
      />
      <TenantChoice />
      {(knownAt || asOf) && (
        <Travelled
          text={[
            knownAt && t('travel.banner', { time: formatTime.whole(knownAt) }),
            asOf && t('travel.bannerAsOf', { time: formatTime.whole(asOf) }),
          ]
            .filter(Boolean)
            .join(' ')}
          onBack={() => set({ knownAt: undefined, asOf: undefined })}
        />
      )}
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('graph.failed')}
          onRetry={reload}
          since={value?.loadedAt}
        />
      )}
      {graph && (
        <Answer>
          {graph.edges.length
            ? t('graph.answer', { count: graph.edges.length, name, reach })
            : t('graph.answerNone', { name, reach })}
        </Answer>
      )}
      <div className={shared.line}>
        <Choice
          label={t('graph.depth')}
          withAny={false}
          value={String(depth)}
          options={DEPTHS.map(one => ({ value: one, label: one }))}
          onChange={one =>
            set({ depth: one === String(DEFAULT_DEPTH) ? undefined : one })
          }
        />
        <Choice
          label={t('graph.direction')}
          withAny={false}
          value={direction}
          options={DIRECTIONS.map(one => ({
            value: one,
            label: t(`graph.directions.${one}`),
          }))}
          onChange={one => set({ direction: one === 'both' ? undefined : one })}
        />
        <Switch
          label={t('graph.lineage')}
          isSelected={lineage}
          onChange={on => set({ lineage: on ? 'only' : undefined })}
        />
      </div>
      <More title={t('travel.title')} isOpen={Boolean(knownAt || asOf)}>
        <div className={`${shared.line} ${shared.fields}`}>
          <DateTimeField
            label={t('travel.asOf')}
            description={t('graph.asOfHint')}
            value={asOf}
            onChange={time => set({ asOf: time })}
          />
          <DateTimeField
            label={t('travel.knownAt')}
            value={knownAt}
            onChange={time => set({ knownAt: time })}
          />
        </div>
      </More>
      {!graph && error === undefined && (
        <LoadingState label={t('graph.loading')} shape="table" />
      )}
      {graph && graph.edges.length === 0 && (
        <EmptyState
          title={t('graph.answerNone', { name, reach })}
          description={t('graph.emptyText')}
          action={
            <EntitySearch hrefOf={one => links.graph(one, { knownAt, asOf })} />
          }
        />
      )}
      {graph && graph.edges.length > 0 && (
        <>
          <Section
            title={t('graph.drawing')}
            description={t('graph.drawingText')}
          >
            {graph.truncated && (
              <p className={shared.note} role="status">
                {t('graph.truncated')}
              </p>
            )}
            <GraphDrawing graph={graph} withPolicies={lineage} />
          </Section>
          <Section title={t('graph.table')}>
            <EdgesTable edges={graph.edges} />
          </Section>
        </>
      )}
    </>
  );
}
