import { parseEntityRef, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { Button, ButtonLink } from '@backstage/ui';
import { Ago, FactList, Panel, StatePill } from '@companyos/ui-kit';
import { ReactNode, useId } from 'react';
import { GoldenTemplate } from '../../api/GoldenPathApi';
import { formatDuration } from '../../formatDuration';
import { goldenTemplateOf } from '../../goldenTemplateOf';
import { goldenPathTranslationRef } from '../../translation';
import { TemplateEntry } from './useTemplates';
import styles from './TemplatesPage.module.css';

function Chips({ items }: { items: string[] }) {
  return (
    <ul className={styles.chips}>
      {items.map(item => (
        <li key={item} className={styles.chip}>
          {item}
        </li>
      ))}
    </ul>
  );
}

function useGoldenFacts(golden: GoldenTemplate | undefined) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  if (!golden) {
    return [];
  }
  const facts: Array<{ label: string; value: ReactNode }> = [
    { label: t('card.stack'), value: <Chips items={golden.stack} /> },
    { label: t('card.gates'), value: <Chips items={golden.gates} /> },
    {
      label: t('card.version'),
      value: (
        <span className={styles.version}>
          <span className={styles.mono}>{golden.version}</span>
          {golden.released === false && (
            <StatePill state="unknown">{t('card.unreleased')}</StatePill>
          )}
        </span>
      ),
    },
    { label: t('card.questions'), value: golden.questionCount },
  ];
  if (golden.release) {
    const { combinations, greenSeconds, releasedAt } = golden.release;
    facts.push(
      {
        label: t('card.release'),
        value: (
          <>
            <Ago time={releasedAt} />
            {', '}
            {t('card.releaseProof', { count: combinations })}
          </>
        ),
      },
      {
        label: t('card.green'),
        value: (
          <span title={t('card.greenHint')}>
            {t('card.durationValue', {
              p50: formatDuration(greenSeconds.p50 * 1000),
              p95: formatDuration(greenSeconds.p95 * 1000),
            })}
          </span>
        ),
      },
    );
  }
  if (golden.tasks) {
    const { succeeded, failed, p50Ms, p95Ms } = golden.tasks;
    facts.push(
      {
        label: t('card.duration'),
        value:
          p50Ms === null || p95Ms === null ? (
            t('card.unknown')
          ) : (
            <span title={t('card.durationHint')}>
              {t('card.durationValue', {
                p50: formatDuration(p50Ms),
                p95: formatDuration(p95Ms),
              })}
            </span>
          ),
      },
      {
        label: t('card.tasks'),
        value:
          succeeded + failed === 0
            ? t('card.tasksNone')
            : t('card.tasksValue', {
                succeeded: String(succeeded),
                failed: String(failed),
              }),
      },
    );
  }
  return facts;
}

/**
 * What one gets from a template, and the way to start.
 *
 * @param props - `canCreate` is undefined until the permission is known
 */
export function TemplateCard(props: {
  entry: TemplateEntry;
  canCreate: boolean | undefined;
}) {
  const { entity, entityRef, golden } = props.entry;
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const wizardPath = useRouteRef(scaffolderPlugin.routes.selectedTemplate);
  const reasonId = useId();

  const { namespace, name } = parseEntityRef(entityRef);
  const title = entity.metadata.title ?? golden?.title ?? name;
  const action = t('templates.create', { type: entity.spec.type });
  const [owner] = getEntityRelations(entity, RELATION_OWNED_BY);
  const facts = useGoldenFacts(golden);
  if (owner) {
    facts.push({
      label: t('card.owner'),
      value: <EntityRefLink entityRef={owner} />,
    });
  }

  const denied = props.canCreate === false;
  // Known to the golden path, but with no version that has passed its proofs.
  const isUnreleased = golden?.usable === false;
  const reason =
    (denied && t('templates.createReason')) ||
    (isUnreleased && t('templates.unreleasedReason'));
  return (
    <Panel
      title={title}
      actions={
        goldenTemplateOf(entity) && (
          <span className={styles.chip}>{t('card.golden')}</span>
        )
      }
      footer={
        <div className={styles.action}>
          {props.canCreate && !isUnreleased ? (
            <ButtonLink
              variant="primary"
              href={wizardPath?.({ namespace, templateName: name }) ?? '.'}
              aria-label={`${action}: ${title}`}
            >
              {action}
            </ButtonLink>
          ) : (
            <Button
              variant="primary"
              isDisabled
              aria-label={`${action}: ${title}`}
              aria-describedby={reason ? reasonId : undefined}
            >
              {action}
            </Button>
          )}
          {reason && (
            <span id={reasonId} className={styles.reason}>
              {reason}
            </span>
          )}
        </div>
      }
    >
      <div className={styles.cardBody}>
        <p className={styles.summary}>
          {golden?.summary ?? entity.metadata.description}
        </p>
        {facts.length > 0 && <FactList facts={facts} />}
      </div>
    </Panel>
  );
}
