import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { createDevApi } from '../../scripts/devApi.ts';
import { expectAccessible } from '../support/expectAccessible.ts';
import { renderApp } from '../support/renderApp.tsx';

const TRACE_ID = /^[0-9a-f]{32}$/;

test('documents are listed a page at a time, newest first, and open', async () => {
  const { baseElement, requests, path } = await renderApp('/documents');
  await screen.findByRole('link', { name: 'Release notes 28' });
  expect(screen.getAllByRole('row')).toHaveLength(21);
  expect(screen.getByText('20 documents are shown.')).toBeDefined();
  await expectAccessible(baseElement);

  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await screen.findByText('28 documents are shown.');
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  expect(new URL(requests[1]?.url ?? '').searchParams.get('cursor')).toBe('20');
  // Each call begins a trace of its own.
  const traces = requests.map((request) => request.headers.get('traceparent'));
  expect(new Set(traces).size).toBe(2);
  expect(traces[0]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);

  await userEvent.click(screen.getByRole('link', { name: 'Release notes 28' }));
  await screen.findByRole('heading', { level: 2, name: 'Release notes 28' });
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  expect(document.title).toBe('Document – Library');
  expect(path()).toMatch(/^\/documents\/[0-9a-f-]{36}$/);
  await expectAccessible(baseElement);
});

test('the workspace is in the address, and a flag decides about previews', async () => {
  const { path } = await renderApp('/');
  await screen.findByRole('link', { name: 'Release notes 28' });
  expect(path()).toBe('/documents');
  expect(screen.queryByText(/synthetic workspace/)).toBeNull();
  const box = screen.getByRole('textbox', { name: 'Workspace' });
  await userEvent.clear(box);
  await userEvent.type(box, 'preview{Enter}');
  expect(await screen.findAllByText(/synthetic workspace preview/)).toHaveLength(4);
  expect(path()).toBe('/documents?workspace=preview');
});

test.each([
  ['empty-one', 'The workspace empty-one has no documents.', false],
  ['denied', 'You may not see this', true],
  ['signed-out', 'You are not signed in', true],
  ['broken', 'That did not work', true],
  ['reset', 'The service could not be reached', true],
])('the workspace %s says: %s', async (workspace, title, isProblem) => {
  const { baseElement } = await renderApp(`/documents?workspace=${workspace}`);
  expect(await screen.findByRole('heading', { level: 2, name: title })).toBeDefined();
  expect(screen.queryByRole('alert') !== null).toBe(isProblem);
  if (isProblem) {
    expect(screen.getByRole('alert').querySelector('code')?.textContent).toMatch(TRACE_ID);
  }
  await expectAccessible(baseElement);
});

test('while the API takes its time the page says so', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  await renderApp('/documents', { api: () => promise });
  expect(await screen.findByText('Loading …')).toBeDefined();
  resolve(Response.json({ items: [], next_cursor: null }));
  expect(await screen.findByText('The workspace alpha has no documents.')).toBeDefined();
  expect(screen.queryByText('Loading …')).toBeNull();
});

test('an answer that never comes is a failure', async () => {
  const never = new Promise<Response>(() => undefined);
  await renderApp('/documents', { api: () => never, timeoutMs: 50 });
  expect(
    await screen.findByRole('heading', { name: 'The service could not be reached' }),
  ).toBeDefined();
});

test('what may pass is tried again, by itself and by hand; what may not is not', async () => {
  const api = createDevApi();
  let failures = 2;
  const { requests } = await renderApp('/documents', {
    retries: 1,
    api: (request) => {
      failures -= 1;
      return failures >= 0
        ? Promise.resolve(new Response('gateway', { status: 502 }))
        : api(request);
    },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  await screen.findByRole('link', { name: 'Release notes 28' });
  expect(requests).toHaveLength(3);
});

test('a page that fails to follow leaves those before it', async () => {
  const api = createDevApi();
  await renderApp('/documents', {
    api: (request) =>
      request.url.includes('cursor')
        ? Promise.resolve(new Response('gateway', { status: 502 }))
        : api(request),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  await screen.findByRole('alert');
  expect(screen.getAllByRole('row')).toHaveLength(21);
});

test('a document that is not there says so, with the trace id of the API', async () => {
  const { requests } = await renderApp('/documents/5b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b');
  const alert = await screen.findByRole('alert');
  expect(within(alert).getByRole('heading').textContent).toBe('This document is not there');
  const shown = alert.querySelector('code')?.textContent ?? '-';
  expect(requests[0]?.headers.get('traceparent')).toContain(shown);
  expect(within(alert).queryByRole('button')).toBeNull();
});

test('a document is created, shown, and in the list afterwards', async () => {
  const { baseElement, path } = await renderApp('/documents/new?workspace=beta');
  await screen.findByRole('heading', { level: 1, name: 'New document' });
  await expectAccessible(baseElement);
  await userEvent.type(screen.getByRole('textbox', { name: 'Title' }), 'Minutes');
  await userEvent.type(screen.getByRole('textbox', { name: 'Content' }), 'We agreed.');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'Report');
  await userEvent.click(screen.getByRole('button', { name: 'Create document' }));
  expect(await screen.findByText('Minutes has been created.')).toBeDefined();
  expect(screen.getByText('Report')).toBeDefined();
  await userEvent.click(screen.getByRole('link', { name: 'All documents' }));
  expect(await screen.findByRole('link', { name: 'Minutes' })).toBeDefined();
  expect(path()).toBe('/documents?workspace=beta');
});

test('a form that is not complete is not sent, and the first wrong field gets the focus', async () => {
  const { baseElement, requests } = await renderApp('/documents/new');
  await userEvent.click(await screen.findByRole('button', { name: 'Create document' }));
  expect(screen.getByText('2 fields need your attention.')).toBeDefined();
  const workspace = screen.getByRole('textbox', { name: 'Workspace' });
  expect(document.activeElement).toBe(workspace);
  expect(workspace.getAttribute('aria-invalid')).toBe('true');
  expect(requests).toEqual([]);
  await expectAccessible(baseElement);

  await userEvent.type(workspace, 'alpha');
  await userEvent.click(screen.getByRole('textbox', { name: 'Title' }));
  await userEvent.paste('x'.repeat(201));
  await userEvent.click(screen.getByRole('button', { name: 'Create document' }));
  expect(screen.getByText('Use at most 200 characters.')).toBeDefined();
  expect(requests).toEqual([]);
});

test('what the API refuses stands at the field it names', async () => {
  const problem = {
    type: 'urn:companyos:problem:bad-request',
    title: 'bad request',
    status: 400,
    detail: 'Some fields are wrong.',
    instance: '/documents',
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    request_id: '0b1b7f2e-6a0d-4c4e-9d5c-0d6f6c1e2a3b',
    errors: [{ path: '/title', message: 'There is one of that name.' }],
  };
  await renderApp('/documents/new?workspace=alpha', {
    api: () => Promise.resolve(Response.json(problem, { status: 400 })),
  });
  await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'Minutes');
  await userEvent.click(screen.getByRole('button', { name: 'Create document' }));
  expect((await screen.findByRole('alert')).textContent).toContain(problem.trace_id);
  const title = screen.getByRole('textbox', { name: 'Title' });
  const described = title.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(described)?.textContent).toBe('There is one of that name.');
});

test('an address that is no page says so', async () => {
  await renderApp('/nowhere');
  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeDefined();
});

test('a page that breaks is replaced and reported', async () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const beacon = vi.spyOn(navigator, 'sendBeacon');
  await renderApp('/documents', {
    // Not what the contract says, so the table can't be drawn.
    api: () => Promise.resolve(Response.json({ items: [null], next_cursor: null })),
  });
  expect(
    await screen.findByRole('heading', { name: 'Something broke on this page' }),
  ).toBeDefined();
  expect(beacon).toHaveBeenCalledWith('/beacons', expect.any(Blob));
});
