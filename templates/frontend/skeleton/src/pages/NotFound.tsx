import { Link } from 'react-router';
import { Page } from '../components/Page.tsx';
import { words } from '../words/words.ts';

/** For addresses that are no page. */
export function NotFound() {
  return (
    <Page title={words.notFound.title}>
      <p>{words.notFound.hint}</p>
      <p>
        <Link to="/documents">{words.backToList}</Link>
      </p>
    </Page>
  );
}
