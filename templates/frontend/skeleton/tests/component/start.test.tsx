import { act, screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createDevApi } from '../../scripts/devApi.ts';
import { start } from '../../src/start.tsx';
import { API_URL } from '../support/renderApp.tsx';

const CONFIG = {
  service: 'app',
  version: '0.1.0',
  commit: 'abc',
  environment: 'test',
  apiBaseUrl: API_URL,
  apiTimeoutMs: 5_000,
  vitalsSampleRatio: 0,
  flags: {},
};

function serve(config: () => Response): { asked: () => number } {
  let asked = 0;
  const api = createDevApi();
  const server = setupServer(
    http.get('http://app.test/config.json', () => {
      asked += 1;
      return config();
    }),
    http.all(`${API_URL}/*`, ({ request }) => api(request)),
  );
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => {
    server.close();
  });
  return { asked: () => asked };
}

async function startInPage(): Promise<void> {
  const element = document.createElement('div');
  document.body.replaceChildren(element);
  await act(() => start(element));
}

test('the settings come first, then the application', async () => {
  const { asked } = serve(() =>
    asked() === 1 ? new HttpResponse(null, { status: 503 }) : HttpResponse.json(CONFIG),
  );
  await startInPage();
  expect(await screen.findByRole('link', { name: 'Release notes 28' })).toBeDefined();
  expect(asked()).toBe(2);
  expect(document.documentElement.lang).toBe('en');
});

test.each([
  ['are missing', () => new HttpResponse(null, { status: 503 })],
  ['hold what the schema does not know', () => HttpResponse.json({ ...CONFIG, secret: 'x' })],
  ['are no JSON', () => HttpResponse.text('<!doctype html>')],
])('settings that %s are an error a person can read', async (_what, config) => {
  serve(config);
  const beacon = vi.spyOn(navigator, 'sendBeacon');
  await startInPage();
  expect(screen.getByRole('heading', { name: 'The application could not start' })).toBeDefined();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
  expect(beacon).toHaveBeenCalled();
});
