import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { configureApi } from './api/client.ts';
import { App } from './App.tsx';
import { routes } from './routes.tsx';
import { startFeatureFlags } from './services/featureFlags.ts';
import { loadConfig } from './services/loadConfig.ts';
import { reportError, startReporting } from './services/reporting.ts';
import { words } from './words/words.ts';

/** Loads the settings, then shows the application in `element`; without them it says so instead. */
export async function start(element: HTMLElement): Promise<void> {
  document.documentElement.lang = words.language;
  const root = createRoot(element, { onUncaughtError: reportError });
  try {
    const config = await loadConfig();
    startReporting(config.vitalsSampleRatio, Math.random());
    configureApi({ baseUrl: config.apiBaseUrl, timeoutMs: config.apiTimeoutMs });
    await startFeatureFlags(config.flags);
  } catch {
    reportError();
    root.render(
      <main>
        <h1>{words.start.title}</h1>
        <p role="alert">{words.start.hint}</p>
        <button
          type="button"
          onClick={() => {
            location.reload();
          }}
        >
          {words.retry}
        </button>
      </main>,
    );
    return;
  }
  root.render(
    <StrictMode>
      <App router={createBrowserRouter(routes)} />
    </StrictMode>,
  );
}
