import {
  appThemeApiRef,
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { ButtonIcon, SearchField } from '@backstage/ui';
import { Wordmark } from '@companyos/ui-kit';
import {
  RiAddCircleLine,
  RiAlarmWarningLine,
  RiBook2Line,
  RiHome5Line,
  RiLogoutBoxRLine,
  RiMoonLine,
  RiNotification3Line,
  RiRoadMapLine,
  RiScales3Line,
  RiSettings3Line,
  RiStackLine,
  RiSunLine,
  RiTimeLine,
} from '@remixicon/react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, NavLink, useNavigate } from 'react-router-dom';
import { appTranslationRef } from '../translation';
import styles from './Navigation.module.css';
import { useActiveTheme } from './useActiveTheme';
import { useProfile } from './useProfile';

/** Pages that have a job of their own in the navigation, in the order of the work. */
const JOBS = [
  { id: 'page:home', word: 'nav.home', icon: <RiHome5Line size={18} /> },
  {
    id: 'page:scaffolder',
    word: 'nav.create',
    icon: <RiAddCircleLine size={18} />,
  },
  {
    id: 'page:golden-path',
    word: 'nav.goldenPath',
    icon: <RiRoadMapLine size={18} />,
  },
  { id: 'page:catalog', word: 'nav.catalog', icon: <RiStackLine size={18} /> },
  { id: 'page:techdocs', word: 'nav.docs', icon: <RiBook2Line size={18} /> },
  { id: 'page:adr', word: 'nav.decisions', icon: <RiScales3Line size={18} /> },
  {
    id: 'page:intelgraph',
    word: 'nav.timeline',
    icon: <RiTimeLine size={18} />,
  },
  {
    id: 'page:intelgraph/incidents',
    word: 'nav.incidents',
    icon: <RiAlarmWarningLine size={18} />,
  },
] as const;

/** Reached through search and the account row, or of use to nobody in the navigation. */
const ELSEWHERE = [
  'page:search',
  'page:user-settings',
  'page:notifications',
  'page:app-visualizer',
  'page:catalog-graph',
  'page:api-docs',
  'page:repositories',
];

function Item(props: { href: string; title: string; icon: ReactNode }) {
  return (
    <li>
      <NavLink
        to={props.href}
        end={props.href === '/'}
        className={({ isActive }) => (isActive ? styles.active : styles.item)}
      >
        <span aria-hidden className={styles.icon}>
          {props.icon}
        </span>
        {props.title}
      </NavLink>
    </li>
  );
}

/** Navigation by jobs; pages of plugins without one follow by title. */
export function Navigation({ navItems }: NavContentComponentProps) {
  const { t } = useTranslationRef(appTranslationRef);
  const navigate = useNavigate();
  const identityApi = useApi(identityApiRef);
  const themeApi = useApi(appThemeApiRef);
  const profile = useProfile();
  const theme = useActiveTheme();
  const search = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      const typing = target?.closest(
        'input, textarea, select, [contenteditable=true]',
      );
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        search.current?.querySelector('input')?.focus();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  ELSEWHERE.forEach(id => navItems.take(id));
  const jobs = JOBS.flatMap(job => {
    const item = navItems.take(job.id);
    return item
      ? [
          <Item
            key={job.id}
            href={item.href}
            title={t(job.word)}
            icon={job.icon}
          />,
        ]
      : [];
  });
  const rest = [...navItems.rest()].sort((a, b) =>
    a.title.localeCompare(b.title),
  );

  return (
    <nav aria-label={t('nav.label')} className={styles.navigation}>
      <Link to="/" className={styles.home}>
        <Wordmark />
      </Link>
      <div ref={search} className={styles.search}>
        <SearchField
          aria-label={t('nav.searchHint')}
          placeholder={t('nav.search')}
          size="small"
          value={query}
          onChange={setQuery}
          onSubmit={text =>
            navigate(`/search?query=${encodeURIComponent(text)}`)
          }
        />
      </div>
      <ul className={styles.items}>{jobs}</ul>
      {rest.length > 0 && (
        <ul className={styles.items} aria-label={t('nav.more')}>
          {rest.map(item => (
            <Item
              key={item.node.spec.id}
              href={item.href}
              title={item.title}
              icon={item.icon}
            />
          ))}
        </ul>
      )}
      <div className={styles.space} />
      <ul className={styles.items}>
        <Item
          href="/notifications"
          title={t('nav.notifications')}
          icon={<RiNotification3Line size={18} />}
        />
        <Item
          href="/settings"
          title={t('nav.settings')}
          icon={<RiSettings3Line size={18} />}
        />
      </ul>
      <div className={styles.account}>
        <Link
          to={profile.href ?? '/settings'}
          className={styles.person}
          aria-label={t('nav.account', { name: profile.name })}
        >
          {profile.name}
        </Link>
        <ButtonIcon
          variant="tertiary"
          size="small"
          aria-label={
            theme === 'dark' ? t('nav.themeLight') : t('nav.themeDark')
          }
          icon={theme === 'dark' ? <RiSunLine /> : <RiMoonLine />}
          onPress={() =>
            themeApi.setActiveThemeId(theme === 'dark' ? 'light' : 'dark')
          }
        />
        <ButtonIcon
          variant="tertiary"
          size="small"
          aria-label={t('nav.signOut')}
          icon={<RiLogoutBoxRLine />}
          onPress={() => identityApi.signOut()}
        />
      </div>
    </nav>
  );
}
