import {
  CompoundEntityRef,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  getEntityRelations,
  useEntity,
  useEntityPresentation,
  useStarredEntity,
} from '@backstage/plugin-catalog-react';
import { ButtonIcon, Header, HeaderNavTabItem } from '@backstage/ui';
import { RiStarFill, RiStarLine } from '@remixicon/react';
import { type ReactNode } from 'react';
import { entityFacts } from '../../domain/entityFacts';
import { overviewTranslationRef } from '../../translation';
import { EntityMenu } from './EntityMenu';

/** What stands above every tab of an entity: what it is, its facts, its tabs. */
export function EntityHeader(props: {
  tabs: HeaderNavTabItem[];
  activeTabId?: string;
}) {
  const { entity } = useEntity();
  const { t } = useTranslationRef(overviewTranslationRef);
  const { primaryTitle } = useEntityPresentation(entity);
  const { tier, lifecycle, classification, region } = entityFacts(entity);
  const { isStarredEntity, toggleStarredEntity } = useStarredEntity(entity);

  const owners = getEntityRelations(entity, RELATION_OWNED_BY);
  const wholes = getEntityRelations(entity, RELATION_PART_OF);
  const wholeKinds = [...new Set(wholes.map(ref => ref.kind.toLowerCase()))];
  const facts: { label: string; value: ReactNode }[] = [
    { label: t('header.tier'), value: tier },
    { label: t('header.lifecycle'), value: lifecycle },
    { label: t('header.classification'), value: classification },
    { label: t('header.region'), value: region },
    {
      label: t('header.owner'),
      value: owners.length > 0 && <RefLinks refs={owners} />,
    },
    ...wholeKinds.map(kind => ({
      label:
        kind === 'system' || kind === 'domain'
          ? t(`header.${kind}`)
          : t('header.partOf'),
      value: (
        <RefLinks
          refs={wholes.filter(ref => ref.kind.toLowerCase() === kind)}
        />
      ),
    })),
  ];
  const type = entity.spec?.type;

  return (
    <Header
      title={primaryTitle}
      description={entity.metadata.description}
      tags={[
        { label: entity.kind },
        ...(typeof type === 'string' ? [{ label: type }] : []),
        ...(entity.metadata.tags ?? []).map(label => ({ label })),
      ]}
      metadata={facts.filter(({ value }) => value)}
      tabs={props.tabs}
      activeTabId={props.activeTabId}
      customActions={
        <>
          <ButtonIcon
            variant="secondary"
            aria-label={t(isStarredEntity ? 'header.unstar' : 'header.star')}
            icon={isStarredEntity ? <RiStarFill /> : <RiStarLine />}
            onPress={() => toggleStarredEntity()}
          />
          <EntityMenu />
        </>
      }
    />
  );
}

function RefLinks({ refs }: { refs: CompoundEntityRef[] }) {
  return (
    <>
      {refs.map((ref, index) => (
        <span key={stringifyEntityRef(ref)}>
          {index > 0 && ', '}
          <EntityRefLink entityRef={ref} hideIcon />
        </span>
      ))}
    </>
  );
}
