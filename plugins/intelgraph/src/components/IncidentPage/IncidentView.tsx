import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { IncidentDetail } from '@companyos/plugin-intelgraph-common';
import { Ago, Answer, PageHeader, Section } from '@companyos/ui-kit';
import { formatDuration } from '../../domain/formatDuration';
import { webAddress } from '../../domain/webAddress';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { FailedState } from '../shared/FailedState';
import { incidentState } from '../shared/incidentState';
import shared from '../shared/shared.module.css';
import { useLinks } from '../shared/useTenant';
import { FactRows } from '../Timeline/FactRows';
import { AcknowledgeButton } from './AcknowledgeButton';
import { ChangesTable } from './ChangesTable';
import { IncidentAnswer } from './IncidentAnswer';
import { WINDOWS } from './useWindowHours';

/** An incident: the answer, what changed before, what is on record about it. */
export function IncidentView(props: {
  detail: IncidentDetail;
  /** Epoch milliseconds. */
  loadedAt: number;
  error: unknown;
  onReload: () => void;
  windowHours: number;
  onWindowHours: (hours: string) => void;
  onAcknowledged: (detail: IncidentDetail) => void;
}) {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { detail, loadedAt, error, onReload, windowHours } = props;
  const { incident, changesBefore, facts } = detail;
  const ticket = webAddress(incident.ticketUrl);
  const optional = (label: string, value: string | undefined) =>
    value ? [{ label, value }] : [];
  return (
    <>
      <PageHeader
        kind={t('incident.kind')}
        title={incident.summary}
        breadcrumbs={[{ label: t('incidents.title'), href: links.incidents }]}
        state={{
          state: incidentState[incident.status],
          label: t(`incidents.status.${incident.status}`),
        }}
        facts={[
          {
            label: t('incident.since'),
            value: <Ago time={incident.startedAt} />,
          },
          ...optional(t('incident.severity'), incident.severity),
          ...optional(t('incident.environment'), incident.environment),
          ...(incident.entities.length
            ? [
                {
                  label: t('incident.concerns'),
                  value: (
                    <span className={shared.line}>
                      {incident.entities.map(entity => (
                        <EntityLink key={entity} entityRef={entity} />
                      ))}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
        asOf={loadedAt}
        onRefresh={onReload}
        actions={
          <>
            {ticket && (
              <ButtonLink href={ticket} variant="secondary">
                {t('incident.ticket')}
              </ButtonLink>
            )}
            {incident.status === 'open' && (
              <AcknowledgeButton
                incident={incident.incident}
                onAcknowledged={props.onAcknowledged}
              />
            )}
          </>
        }
      />
      {error !== undefined && (
        <FailedState
          error={error}
          title={t('incident.failed')}
          onRetry={onReload}
          since={loadedAt}
        />
      )}
      <Answer>
        <IncidentAnswer detail={detail} nowMs={loadedAt} />
      </Answer>
      <Section
        title={t('incident.before')}
        description={t('incident.beforeText')}
        actions={
          <ToggleButtonGroup
            aria-label={t('incident.window')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[String(windowHours)]}
            onSelectionChange={([hours]) => props.onWindowHours(String(hours))}
          >
            {WINDOWS.map(hours => (
              <ToggleButton key={hours} id={hours}>
                {t(`incident.windows.${hours}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        }
      >
        {changesBefore.length ? (
          <ChangesTable changes={changesBefore} />
        ) : (
          <p className={shared.note}>
            {t('incident.noCause', {
              window: formatDuration(windowHours * 3_600),
            })}
          </p>
        )}
      </Section>
      <Section title={t('incident.facts')}>
        {facts.length ? (
          <FactRows facts={facts} />
        ) : (
          <p className={shared.note}>{t('incident.factsNone')}</p>
        )}
      </Section>
    </>
  );
}
