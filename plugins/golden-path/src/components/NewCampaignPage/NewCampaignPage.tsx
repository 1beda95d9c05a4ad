import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Checkbox,
  NumberField,
  Select,
  Switch,
  TextField,
} from '@backstage/ui';
import {
  goldenPathCampaignManagePermission,
  type FleetRepository,
  type TemplateView,
} from '@companyos/plugin-golden-path-common';
import {
  Answer,
  DataTable,
  DeniedState,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageHeader,
  Section,
  useLoaded,
} from '@companyos/ui-kit';
import { useCallback, useState } from 'react';
import { goldenPathApiRef } from '../../api/goldenPathApiRef';
import { links, nameOf } from '../../links';
import { useNavigate, useSearchParams } from '../../routing';
import { goldenPathTranslationRef } from '../../translation';
import { FailedState } from '../shared/FailedState';
import { DriftPill } from '../shared/pills';
import { useAllowed } from '../shared/useAllowed';
import { loadFleet } from '../shared/loadFleet';
import styles from './NewCampaignPage.module.css';
import { isBehind } from './isBehind';
import { parseWaves, waveCount } from './parseWaves';

const DEFAULT_WAVES = '1, 3, rest';
const FAILURES_AT_MOST = 500;

function Choose(props: {
  rows: FleetRepository[];
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  version: string;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { rows, selected, onChange, version } = props;
  return (
    <Section
      title={t('plan.repositories', { version })}
      actions={
        rows.length > 0 && (
          <>
            <Button
              variant="tertiary"
              onPress={() =>
                onChange(new Set(rows.map(({ entityRef }) => entityRef)))
              }
            >
              {t('plan.selectAll')}
            </Button>
            <Button variant="tertiary" onPress={() => onChange(new Set())}>
              {t('plan.selectNone')}
            </Button>
          </>
        )
      }
    >
      <DataTable
        label={t('plan.rows')}
        rows={rows}
        rowKey={({ entityRef }) => entityRef}
        empty={<p>{t('plan.none')}</p>}
        columns={[
          {
            id: 'select',
            title: t('fleet.columnSelect'),
            cell: ({ entityRef }) => (
              <Checkbox
                aria-label={t('fleet.select', { name: nameOf(entityRef) })}
                isSelected={selected.has(entityRef)}
                onChange={isSelected => {
                  const next = new Set(selected);
                  if (isSelected) next.add(entityRef);
                  else next.delete(entityRef);
                  onChange(next);
                }}
              />
            ),
          },
          {
            id: 'name',
            title: t('fleet.columnName'),
            isRowHeader: true,
            cell: ({ entityRef }) => nameOf(entityRef),
            sortValue: ({ entityRef }) => nameOf(entityRef),
          },
          {
            id: 'version',
            title: t('fleet.columnVersion'),
            cell: row => <span className={styles.mono}>{row.version}</span>,
            sortValue: row => row.version,
          },
          {
            id: 'status',
            title: t('fleet.columnStatus'),
            cell: ({ drift }) => <DriftPill drift={drift} />,
          },
        ]}
      />
    </Section>
  );
}

/** Which repositories, to which version, in which waves; saved as a plan that nothing has begun of. */
function PlanForm({ templates }: { templates: TemplateView[] }) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const api = useApi(goldenPathApiRef);
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const template =
    templates.find(({ name }) => name === params.get('template')) ??
    templates[0];
  const released = template.versions.filter(({ release }) => release);
  const version =
    released.find(one => one.version === params.get('to'))?.version ??
    template.latest ??
    released[0].version;
  const asked = params.getAll('repository');

  const fleet = useLoaded(
    useCallback(
      () => loadFleet(api, { template: template.name }),
      [api, template.name],
    ),
  );
  const rows = (fleet.value ?? []).filter(row =>
    isBehind(row.version, version, template.versions),
  );
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  // Until somebody chooses: what the link named, or all.
  const selected =
    picked ??
    new Set(
      rows
        .map(({ entityRef }) => entityRef)
        .filter(ref => asked.length === 0 || asked.includes(ref)),
    );
  const [title, setTitle] = useState<string>();
  const [wavesText, setWavesText] = useState(DEFAULT_WAVES);
  const [stopAfterFailures, setStopAfterFailures] = useState(1);
  const [autoMerge, setAutoMerge] = useState(true);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<unknown>();
  const shownTitle =
    title ?? t('plan.formTitleDefault', { template: template.title, version });
  const choose = (name: 'template' | 'to', value: string) => {
    setPicked(undefined);
    setParams(
      before => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        if (name === 'template') next.delete('to');
        return next;
      },
      { replace: true },
    );
  };
  const repositories = rows
    .map(({ entityRef }) => entityRef)
    .filter(ref => selected.has(ref));
  const waves = parseWaves(wavesText, repositories.length);

  const save = async () => {
    if (!waves) return;
    setIsSaving(true);
    setError(undefined);
    try {
      const { id } = await api.planCampaign({
        title: shownTitle.trim(),
        template: template.name,
        to: version,
        repositories,
        waves,
        stopAfterFailures,
        autoMerge,
      });
      navigate(links.campaign(id));
    } catch (reason) {
      setError(reason);
      setIsSaving(false);
    }
  };

  return (
    <>
      {waves && repositories.length > 0 && (
        <Answer>
          {[
            t('plan.sentence', {
              count: repositories.length,
              template: template.title,
              version,
              waves: t('plan.waveCount', {
                count: waveCount(waves, repositories.length),
              }),
            }),
            t(autoMerge ? 'plan.sentenceMerge' : 'plan.sentenceWait'),
            t('plan.sentenceStop', { count: stopAfterFailures }),
          ].join(' ')}
        </Answer>
      )}
      <div className={styles.form}>
        <TextField
          label={t('plan.formTitle')}
          value={shownTitle}
          onChange={setTitle}
          maxLength={200}
          isRequired
        />
        <Select
          label={t('plan.template')}
          options={templates.map(one => ({
            value: one.name,
            label: one.title,
          }))}
          value={template.name}
          onChange={value => choose('template', String(value))}
        />
        <Select
          label={t('plan.version')}
          options={released.map(one => ({
            value: one.version,
            label: one.version,
          }))}
          value={version}
          onChange={value => choose('to', String(value))}
        />
        <TextField
          label={t('plan.waves')}
          description={t('plan.wavesHint')}
          value={wavesText}
          onChange={setWavesText}
          isInvalid={!waves}
          maxLength={200}
        />
        {!waves && (
          <p className={styles.problem} role="alert">
            {t('plan.wavesWrong')}
          </p>
        )}
        <NumberField
          label={t('plan.failures')}
          description={t('plan.failuresHint')}
          minValue={1}
          maxValue={FAILURES_AT_MOST}
          value={stopAfterFailures}
          onChange={count => setStopAfterFailures(count || 1)}
        />
        <Switch
          label={t('plan.autoMerge')}
          isSelected={autoMerge}
          onChange={setAutoMerge}
        />
      </div>
      <FailedState error={fleet.error} onRetry={fleet.reload} />
      {!fleet.value && fleet.error === undefined && (
        <LoadingState label={t('loading')} shape="table" />
      )}
      {fleet.value && (
        <Choose
          rows={rows}
          selected={selected}
          onChange={setPicked}
          version={version}
        />
      )}
      {error !== undefined && (
        <ErrorState title={t('plan.submitFailed')} error={error} />
      )}
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={
            !waves ||
            repositories.length === 0 ||
            !shownTitle.trim() ||
            isSaving
          }
          isPending={isSaving}
          onPress={save}
        >
          {t('plan.submit')}
        </Button>
        {fleet.value && rows.length > 0 && repositories.length === 0 && (
          <p role="status">{t('plan.nothing')}</p>
        )}
      </div>
    </>
  );
}

/** Plans a campaign. */
export function NewCampaignPage() {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const api = useApi(goldenPathApiRef);
  const mayPlan = useAllowed(goldenPathCampaignManagePermission);
  const { value, error, reload } = useLoaded(
    useCallback(
      async () =>
        (await api.templates()).filter(({ versions }) =>
          versions.some(({ release }) => release),
        ),
      [api],
    ),
  );
  return (
    <Page>
      <PageHeader
        kind={t('plan.kind')}
        title={t('plan.title')}
        breadcrumbs={[
          { label: t('title'), href: links.fleet },
          { label: t('campaignsPage.title'), href: links.campaigns },
        ]}
      />
      {mayPlan === false ? (
        <DeniedState
          permission={goldenPathCampaignManagePermission.name}
          what={t('plan.denied')}
        />
      ) : (
        <>
          <FailedState error={error} onRetry={reload} />
          {!value && error === undefined && (
            <LoadingState label={t('loading')} shape="page" />
          )}
          {value?.length === 0 && (
            <EmptyState
              title={t('plan.noTemplates')}
              description={t('plan.noTemplatesText')}
            />
          )}
          {value && value.length > 0 && <PlanForm templates={value} />}
        </>
      )}
    </Page>
  );
}
