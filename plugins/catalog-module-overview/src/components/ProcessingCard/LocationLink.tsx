import { Link } from '@backstage/ui';
import { EntityLocation } from '../../api/overviewApiRef';
import styles from './ProcessingCard.module.css';

/** Where an entity comes from; a link when it is an address one can open. */
export function LocationLink({ location }: { location: EntityLocation }) {
  const { type, target } = location;
  // Annotations are written by anyone, so only what a browser may open is made a link.
  return type === 'url' && /^https?:\/\//i.test(target) ? (
    <Link href={target} className={styles.location}>
      {target}
    </Link>
  ) : (
    <code className={styles.location}>{target}</code>
  );
}
