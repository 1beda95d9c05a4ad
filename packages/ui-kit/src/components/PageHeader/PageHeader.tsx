import { ButtonIcon, Link } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { type ReactNode } from 'react';
import { type State } from '../../tokens/tokens';
import { useWords } from '../../useWords';
import { Ago } from '../Ago/Ago';
import { type Fact } from '../FactList/FactList';
import { useDocumentTitle } from '../../useDocumentTitle';
import { StatePill } from '../StatePill/StatePill';
import styles from './PageHeader.module.css';

/** Props of {@link PageHeader}. */
export interface PageHeaderProps {
  /** What kind of thing the page is about ("Service"). */
  kind: string;
  /** Name of the thing; the only `h1` of the page. */
  title: string;
  /** The way here, outermost first. */
  breadcrumbs?: { label: string; href: string }[];
  state?: { state: State; label: string };
  /** Facts in one line: owner, tier, region. */
  facts?: Fact[];
  /** The primary action, and few others. */
  actions?: ReactNode;
  /** How fresh the page is: ISO 8601 text, epoch milliseconds or a Date. */
  asOf?: string | number | Date;
  onRefresh?: () => void;
}

/** What this is, how it stands, how fresh that is, and the one thing to do. */
export function PageHeader({
  kind,
  title,
  breadcrumbs = [],
  state,
  facts = [],
  actions,
  asOf,
  onRefresh,
}: PageHeaderProps) {
  const t = useWords();
  useDocumentTitle(title);
  const hasMeta = state || facts.length > 0 || asOf !== undefined || onRefresh;
  return (
    <header className={styles.header}>
      <div className={styles.lead}>
        <div className={styles.where}>
          <span>{kind}</span>
          {breadcrumbs.length > 0 && (
            <nav aria-label={t('header.breadcrumb')}>
              <ol className={styles.crumbs}>
                {breadcrumbs.map(({ label, href }) => (
                  <li key={href}>
                    <Link href={href} variant="body-small" color="secondary">
                      {label}
                    </Link>
                  </li>
                ))}
              </ol>
            </nav>
          )}
        </div>
        <h1 className={styles.title}>{title}</h1>
        {hasMeta && (
          <div className={styles.meta}>
            {state && <StatePill state={state.state}>{state.label}</StatePill>}
            {facts.length > 0 && (
              <dl className={styles.facts} aria-label={t('header.facts')}>
                {facts.map(({ label, value }) => (
                  <div key={label} className={styles.fact}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            )}
            {(asOf !== undefined || onRefresh) && (
              <span className={styles.fresh}>
                {asOf !== undefined && (
                  <span>
                    {t('header.asOf')} <Ago time={asOf} />
                  </span>
                )}
                {onRefresh && (
                  <ButtonIcon
                    variant="tertiary"
                    aria-label={t('header.refresh')}
                    icon={<RiRefreshLine />}
                    onPress={onRefresh}
                  />
                )}
              </span>
            )}
          </div>
        )}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
