import { parseEntityRef } from '@backstage/catalog-model';
import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { Decision } from '@companyos/plugin-adr-common';
import {
  Answer,
  EmptyState,
  LoadingState,
  Markdown,
  Page,
  PageHeader,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback } from 'react';
import { decisionsApiRef } from '../../api/decisionsApiRef';
import { rootRouteRef } from '../../routes';
import { useParams } from '../../routing';
import { adrTranslationRef } from '../../translation';
import { ComponentLink } from '../shared/ComponentLink';
import { decisionState } from '../shared/decisionState';
import { errorStatus } from '../shared/errorStatus';
import { FailedState } from '../shared/FailedState';
import { formatNumber } from '../shared/formatNumber';
import { webAddress } from '../shared/webAddress';
import { Options } from './Options';
import { Spine } from './Spine';

/** One record: how it stands, what came before and after, what else was considered. */
export function RecordPage() {
  const { t } = useTranslationRef(adrTranslationRef);
  const api = useApi(decisionsApiRef);
  const { id = '' } = useParams();
  const listHref = useRouteRef(rootRouteRef)?.() ?? '/decisions';
  const { value, error, reload } = useLoaded(
    useCallback(() => api.getDecision(id), [api, id]),
  );
  // An id that can't be one answers 400; to a person both mean the same.
  const isMissing = [400, 404].includes(errorStatus(error) ?? 0);

  return (
    <Page>
      {value ? (
        <RecordView decision={value} listHref={listHref} />
      ) : (
        <>
          <PageHeader
            kind={t('record.kind')}
            title={isMissing ? t('record.missingTitle') : t('record.kind')}
            breadcrumbs={[{ label: t('title'), href: listHref }]}
          />
          {isMissing && (
            <EmptyState
              title={t('record.missingTitle')}
              description={t('record.missingText')}
              action={
                <ButtonLink href={listHref} variant="primary">
                  {t('record.toList')}
                </ButtonLink>
              }
            />
          )}
          {!isMissing && error !== undefined && (
            <FailedState error={error} onRetry={reload} />
          )}
          {error === undefined && (
            <LoadingState label={t('record.loading')} shape="page" />
          )}
        </>
      )}
    </Page>
  );
}

function RecordView({
  decision,
  listHref,
}: {
  decision: Decision;
  listHref: string;
}) {
  const { t } = useTranslationRef(adrTranslationRef);
  const { record, body, options, chain } = decision;
  const sourceHref = webAddress(record.sourceUrl);
  const names = (people: string[]) => new Intl.ListFormat('en').format(people);
  const by = record.deciders.length
    ? t('record.by', { names: names(record.deciders) })
    : '';
  const [newest] = chain.supersededBy;
  const answer =
    record.status === 'superseded' && newest
      ? t('record.supersededBy', { title: newest.title })
      : t(`record.${record.status}`, { by });
  const optional = (label: string, people: string[]) =>
    people.length ? [{ label, value: names(people) }] : [];

  return (
    <>
      <PageHeader
        kind={t('record.kind')}
        title={record.title}
        breadcrumbs={[{ label: t('title'), href: listHref }]}
        state={{
          state: decisionState[record.status],
          label: t(`status.${record.status}`),
        }}
        facts={[
          { label: t('record.number'), value: formatNumber(record.number) },
          { label: t('record.date'), value: record.date ?? t('record.noDate') },
          {
            label: t('record.component'),
            value: <ComponentLink entityRef={record.entityRef} />,
          },
          ...optional(t('record.deciders'), record.deciders),
          ...optional(t('record.consulted'), record.consulted),
          ...optional(t('record.informed'), record.informed),
        ]}
        actions={
          sourceHref && (
            <ButtonLink href={sourceHref} variant="secondary">
              {t('record.openSource')}
            </ButtonLink>
          )
        }
      />
      <Answer
        source={{
          source: `${record.path} · ${parseEntityRef(record.entityRef).name}`,
          recordedAt: record.recordedAt,
          digest: record.contentSha256,
          href: sourceHref,
          entityRef: record.entityRef,
        }}
      >
        {answer}
      </Answer>
      <Section title={t('record.chain')} description={t('record.chainText')}>
        <Spine record={record} chain={chain} />
      </Section>
      <Options options={options} />
      <Section title={t('record.text')}>
        <Markdown content={body} />
      </Section>
    </>
  );
}
