import { NavLink, Outlet } from 'react-router';
import { words } from '../words/words.ts';

/** The frame of every page: a way past the navigation, the navigation, the content. */
export function Layout() {
  return (
    <>
      <a className="skip-link" href="#content">
        {words.skipToContent}
      </a>
      <header>
        <span className="app-name">{words.appName}</span>
        <nav aria-label={words.navigation}>
          <NavLink to="/documents" end>
            {words.list.title}
          </NavLink>
          <NavLink to="/documents/new">{words.create.title}</NavLink>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
