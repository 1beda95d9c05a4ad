import { useEffect } from 'react';
import { Page } from '../components/Page.tsx';
import { reportError } from '../services/reporting.ts';
import { words } from '../words/words.ts';

/** Stands in for a page that threw while it was shown; says so to the server too. */
export function Crash() {
  useEffect(reportError, []);
  return (
    <main>
      <Page title={words.crash.title}>
        <p>{words.crash.hint}</p>
        <button
          type="button"
          onClick={() => {
            location.reload();
          }}
        >
          {words.crash.reload}
        </button>
      </Page>
    </main>
  );
}
