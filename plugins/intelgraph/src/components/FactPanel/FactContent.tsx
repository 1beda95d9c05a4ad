import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { FactDetail } from '@companyos/plugin-intelgraph-common';
import { Digest, FactList, StatePill } from '@companyos/ui-kit';
import { LOW_CONFIDENCE } from '../../domain/factFigures';
import { intelgraphTranslationRef } from '../../translation';
import { EntityLink } from '../shared/EntityLink';
import { LaneLabel } from '../shared/LaneLabel';
import { LocalTime } from '../shared/LocalTime';
import shared from '../shared/shared.module.css';
import { useFactParam } from '../shared/useFactParam';
import { useLinks } from '../shared/useTenant';
import { Body } from './Body';
import { Conflicts } from './Conflicts';
import { EraseContent } from './EraseContent';
import styles from './FactPanel.module.css';
import { Part } from './Part';
import { Relations } from './Relations';
import { SourceList } from './SourceList';
import { VerifyDigests } from './VerifyDigests';

/** All that is known of a fact and of where it comes from. */
export function FactContent({
  detail,
  onChanged,
}: {
  detail: FactDetail;
  onChanged: () => void;
}) {
  const links = useLinks();
  const { t } = useTranslationRef(intelgraphTranslationRef);
  const { knownAt } = useFactParam();
  const { fact, claim, provenance, conflicts, relations, body } = detail;
  return (
    <div className={styles.content}>
      <div>
        <p className={styles.summary}>{fact.summary}</p>
        <div className={shared.line}>
          <LaneLabel lane={fact.lane} />
          {conflicts.length > 0 && (
            <StatePill state="warn">{t('fact.conflict')}</StatePill>
          )}
          {fact.confidence < LOW_CONFIDENCE && (
            <StatePill state="unknown">
              {t('fact.lowConfidence', { percent: String(fact.confidence) })}
            </StatePill>
          )}
          {fact.erased && (
            <StatePill state="unknown">{t('fact.erased')}</StatePill>
          )}
        </div>
      </div>
      <FactList
        facts={[
          {
            label: t('fact.about'),
            value: <EntityLink entityRef={fact.entity} />,
          },
          ...(fact.mentions.length
            ? [
                {
                  label: t('fact.mentions'),
                  value: (
                    <ul className={shared.results}>
                      {fact.mentions.map(({ entity, role }) => (
                        <li key={`${role} ${entity}`}>
                          <EntityLink entityRef={entity} />{' '}
                          <span className={shared.note}>{role}</span>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]
            : []),
          {
            label: t('fact.happened'),
            value: <LocalTime time={fact.occurredAt} />,
          },
          ...(fact.validTo
            ? [
                {
                  label: t('fact.until'),
                  value: <LocalTime time={fact.validTo} />,
                },
              ]
            : []),
          {
            label: t('fact.recorded'),
            value: <LocalTime time={fact.recordedAt} />,
          },
          {
            label: t('fact.type'),
            value: (
              <span className={shared.mono}>
                {fact.type} {detail.schemaVersion}
              </span>
            ),
          },
          { label: t('fact.environment'), value: fact.environment },
          { label: t('fact.region'), value: fact.region },
          { label: t('fact.classification'), value: fact.classification },
          ...(claim
            ? [{ label: t('fact.claim'), value: t('fact.claimText', claim) }]
            : []),
          { label: t('fact.id'), value: <Digest value={fact.id} /> },
          { label: t('fact.profile'), value: detail.profile },
        ]}
      />
      <div className={shared.line}>
        <Link
          href={links.timeline({ entity: fact.entity, range: 'all', knownAt })}
        >
          {t('fact.toTimeline')}
        </Link>
        <Link href={links.graph(fact.entity, { knownAt })}>
          {t('fact.toGraph')}
        </Link>
      </div>
      <Part
        title={t('fact.provenance')}
        text={t('fact.provenanceText', { count: provenance.length })}
      >
        <SourceList sources={provenance} />
        <VerifyDigests factId={fact.id} />
      </Part>
      {conflicts.length > 0 && (
        <Part title={t('fact.conflicts')} text={t('fact.conflictsText')}>
          <Conflicts fact={fact} conflicts={conflicts} />
        </Part>
      )}
      {relations.length > 0 && (
        <Part title={t('fact.relations')}>
          <Relations relations={relations} />
        </Part>
      )}
      <Part title={t('fact.body')}>
        <Body body={body} />
        {body.status !== 'erased' && (
          <EraseContent factId={fact.id} onErased={onChanged} />
        )}
      </Part>
    </div>
  );
}
