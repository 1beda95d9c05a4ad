import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { IncidentDetail } from '@companyos/plugin-intelgraph-common';
import { entityRefParts } from '../../domain/entityRefParts';
import { formatDuration } from '../../domain/formatDuration';
import { incidentSeconds } from '../../domain/incidentFigures';
import { intelgraphTranslationRef } from '../../translation';

/** How long, who looks after it, and what most likely led to it. */
export function IncidentAnswer({
  detail: { incident, changesBefore, windowHours },
  nowMs,
}: {
  detail: IncidentDetail;
  /** Epoch milliseconds. */
  nowMs: number;
}) {
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { acknowledgedAt, acknowledgedBy, startedAt } = incident;
  const duration = formatDuration(incidentSeconds(incident, nowMs));
  const [first] = changesBefore;
  const stand =
    incident.status === 'acknowledged'
      ? t('incident.acknowledged', {
          duration,
          who: acknowledgedBy
            ? entityRefParts(acknowledgedBy).name
            : t('incident.somebody'),
          after: formatDuration(
            acknowledgedAt
              ? (Date.parse(acknowledgedAt) - Date.parse(startedAt)) / 1000
              : 0,
          ),
        })
      : t(`incident.${incident.status}`, { duration });
  return (
    <>
      {stand}{' '}
      {first
        ? t('incident.cause', {
            summary: first.fact.summary.replace(/\.$/, ''),
            before: formatDuration(first.minutesBefore * 60),
          })
        : t('incident.noCause', {
            window: formatDuration(windowHours * 3_600),
          })}
    </>
  );
}
