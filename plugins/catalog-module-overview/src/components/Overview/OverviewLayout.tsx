import { useEntity } from '@backstage/plugin-catalog-react';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { entityFacts } from '../../domain/entityFacts';
import { CloneLine } from './CloneLine';
import { ComponentAnswer } from './ComponentAnswer';
import styles from './Overview.module.css';

/**
 * The overview of an entity: for a component the answer first, then what one needs to
 * work on it, then the cards two by two.
 */
export function OverviewLayout({ cards }: EntityContentLayoutProps) {
  const { entity } = useEntity();
  const { repository } = entityFacts(entity);
  return (
    <div className={styles.overview}>
      {entity.kind.toLowerCase() === 'component' && (
        <ComponentAnswer entity={entity} />
      )}
      {repository && <CloneLine repository={repository} />}
      <div className={styles.cards}>
        {cards.map((card, index) => (
          <div
            key={card.element.key ?? index}
            className={styles.card}
            data-type={card.type}
          >
            {card.element}
          </div>
        ))}
      </div>
    </div>
  );
}
