import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { LogEvent, ScaffolderApi } from '@backstage/plugin-scaffolder-react';
import { Observable } from '@backstage/types';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ownPage, renderCreate } from '../../__testUtils__/renderCreate';

const task: ScaffolderTask = {
  id: 'task-1',
  status: 'processing',
  createdAt: new Date(Date.now() - 5000).toISOString(),
  spec: {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    parameters: { name: 'ledger-api', owner: 'group:default/payments-team' },
    steps: [
      { id: 'render', name: 'Render files', action: 'companyos:golden:render' },
      { id: 'publish', name: 'Publish', action: 'companyos:golden:create' },
    ],
    output: {},
    templateInfo: {
      entityRef: 'template:default/api-service',
      entity: {
        metadata: {
          name: 'api-service',
          namespace: 'default',
          title: 'API service',
        },
      },
    },
    user: { ref: 'user:default/leo.martins' },
    EXPERIMENTAL_recovery: { EXPERIMENTAL_strategy: 'startOver' },
  },
};

/** A task whose events the test sends; each subscriber first gets all that happened so far. */
class FakeTask {
  history: LogEvent[] = [];
  #listeners = new Set<(event: LogEvent) => void>();
  #nextId = 1;

  readonly api: Partial<ScaffolderApi> = {
    getTask: async () => task,
    streamLogs: () =>
      ({
        subscribe: (observer: { next(event: LogEvent): void }) => {
          this.#listeners.add(observer.next);
          this.history.forEach(event => observer.next(event));
          return { unsubscribe: () => this.#listeners.delete(observer.next) };
        },
      } as unknown as Observable<LogEvent>),
  };

  send(type: LogEvent['type'], body: Record<string, unknown>, at = 0) {
    const event = {
      id: this.#nextId++,
      taskId: task.id,
      type,
      createdAt: new Date(Date.parse(task.createdAt) + at).toISOString(),
      body: { message: '', ...body },
    } as LogEvent;
    this.history.push(event);
    act(() => this.#listeners.forEach(listener => listener(event)));
  }

  /** Everything up to a failure in the second step. */
  fail() {
    this.send('log', { stepId: 'render', status: 'processing' });
    this.send('log', { stepId: 'render', message: 'Rendered 42 files' }, 100);
    this.send('log', { stepId: 'render', status: 'completed' }, 1200);
    this.send('log', { stepId: 'publish', status: 'processing' }, 1200);
    this.send(
      'log',
      {
        stepId: 'publish',
        status: 'failed',
        message: 'ConflictError: payments-team/ledger-api exists',
      },
      2000,
    );
    this.send('completion', {
      error: {
        name: 'ConflictError',
        message: 'The repository payments-team/ledger-api exists already.',
      },
    });
  }
}

function open(fake: FakeTask, overrides: Partial<ScaffolderApi> = {}) {
  return renderCreate({
    path: '/create/tasks/task-1',
    scaffolder: { ...fake.api, ...overrides },
  });
}

function stepOf(name: string) {
  return screen.getByText(name, { selector: 'li span' }).closest('li')!;
}

describe('Task page', () => {
  it('shows steps with time and log as they happen, and can be cancelled', async () => {
    const user = userEvent.setup();
    const fake = new FakeTask();
    const cancelTask = jest.fn(async () => ({}));
    open(fake, { cancelTask });

    expect(
      await screen.findByRole('heading', {
        level: 1,
        name: 'API service: ledger-api',
      }),
    ).toBeInTheDocument();
    fake.send('log', { stepId: 'render', status: 'processing' });
    fake.send('log', { stepId: 'render', message: 'Rendered 42 files' });

    const render = stepOf('Render files');
    expect(await within(render).findByText('Running')).toBeInTheDocument();
    expect(
      within(render).getByRole('region', { name: 'Log of “Render files”' }),
    ).toHaveTextContent('Rendered 42 files');
    expect(within(stepOf('Publish')).getByText('Waiting')).toBeInTheDocument();
    expect(screen.getByRole('progressbar')).toHaveAttribute(
      'aria-valuenow',
      '0',
    );

    fake.send('log', { stepId: 'render', status: 'completed' }, 1200);
    expect(await within(render).findByText('Succeeded')).toBeInTheDocument();
    expect(within(render).getByText('1.2 s')).toBeInTheDocument();
    // A finished step folds its log, which one can open again.
    expect(within(render).queryByRole('region')).not.toBeInTheDocument();
    await user.click(within(render).getByRole('button', { name: /Log/ }));
    expect(within(render).getByRole('region')).toBeInTheDocument();
    expect(await axe(ownPage())).toHaveNoViolations();

    await user.click(screen.getByRole('button', { name: 'Cancel task' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(
      within(dialog).getByRole('button', { name: 'Cancel task' }),
    );
    await waitFor(() => expect(cancelTask).toHaveBeenCalledWith('task-1'));
    fake.send('cancelled', { message: 'Cancelled' });
    expect(
      await screen.findByText('The task was cancelled'),
    ).toBeInTheDocument();
  });

  it('names the step that failed, why and what to do, and goes on from there', async () => {
    const user = userEvent.setup();
    const fake = new FakeTask();
    // As after a reload: all of it happened before the page opened.
    fake.fail();
    const retry = jest.fn(async () => {
      fake.history = fake.history.filter(({ type }) => type === 'log');
      fake.history.push({
        id: 90,
        taskId: task.id,
        type: 'recovered',
        createdAt: new Date().toISOString(),
        body: { message: '' },
      });
      return { id: 'task-1' };
    });
    open(fake, { retry });

    const alert = await screen.findByRole('alert');
    expect(
      within(alert).getByRole('heading', { name: /“Publish” failed/ }),
    ).toBeInTheDocument();
    expect(alert).toHaveTextContent(
      'The repository payments-team/ledger-api exists already.',
    );
    expect(alert).toHaveTextContent(/choose another name/);
    expect(
      within(stepOf('Publish')).getByRole('region', { name: /Log/ }),
    ).toHaveTextContent('ConflictError');
    const startOver = within(alert).getByRole('link', {
      name: 'Change the answers',
    });
    const href = new URL(startOver.getAttribute('href')!, 'http://portal');
    expect(href.pathname).toBe('/create/templates/default/api-service');
    expect(JSON.parse(href.searchParams.get('formData')!)).toEqual(
      task.spec.parameters,
    );
    expect(await axe(ownPage())).toHaveNoViolations();

    await user.click(
      within(alert).getByRole('button', { name: 'Retry from here' }),
    );
    expect(retry).toHaveBeenCalledWith('task-1');
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
    fake.send('log', { stepId: 'publish', status: 'processing' }, 4000);
    expect(
      await within(stepOf('Publish')).findByText('Running'),
    ).toBeInTheDocument();
  });

  it('hands over the clone command and the links when it succeeds', async () => {
    const fake = new FakeTask();
    fake.send('log', { stepId: 'render', status: 'completed' });
    fake.send('log', { stepId: 'publish', status: 'skipped' }, 3000);
    fake.send('completion', {
      output: {
        entityRef: 'component:default/payments-api',
        links: [
          {
            title: 'Component',
            entityRef: 'component:default/payments-api',
          },
          {
            title: 'Read its documentation',
            url: '/docs/default/component/payments-api',
          },
          { title: 'Repository', url: 'http://portal/repos/p/payments-api' },
          { title: 'Trap', url: 'data:text/html,trap' },
        ],
        text: [
          {
            title: 'Clone',
            content:
              'Clone and check:\n\n```sh\ngit clone http://portal/repos/p/payments-api\nmake ci\n```',
          },
          { title: 'Commit', content: 'c'.repeat(40) },
          { title: 'Next', content: 'Run `make dev`.' },
        ],
      },
    });
    open(fake);

    expect(
      await screen.findByText('git clone http://portal/repos/p/payments-api'),
    ).toBeInTheDocument();
    expect(screen.getByText(/make ci/)).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open component' }),
    ).toHaveAttribute('href', '/catalog/default/component/payments-api');
    expect(screen.getByRole('link', { name: 'Read the docs' })).toHaveAttribute(
      'href',
      '/docs/default/component/payments-api',
    );
    expect(
      screen.getByRole('link', { name: 'Read the decisions' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/payments-api/decisions',
    );
    expect(screen.getByRole('link', { name: 'Repository' })).toBeVisible();
    // What leads to the same place is offered once.
    expect(
      screen.queryByRole('link', { name: 'Read its documentation' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Trap' }),
    ).not.toBeInTheDocument();
    expect(within(stepOf('Publish')).getByText('Skipped')).toBeInTheDocument();
    expect(await screen.findByText('In the catalog')).toBeInTheDocument();
    expect(screen.getByText('make dev')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Cancel/ })).toBeNull();
    expect(await axe(ownPage())).toHaveNoViolations();
  });

  it('lists tasks with what they make, how they stand and who started them', async () => {
    const user = userEvent.setup();
    const listTasks = jest.fn(async () => ({
      tasks: [
        task,
        {
          ...task,
          id: 'task-2',
          status: 'failed' as const,
          spec: {
            ...task.spec,
            parameters: { name: 'other-api' },
            user: { ref: 'user:default/maya.chen' },
          },
        },
      ],
      totalTasks: 2,
    }));
    renderCreate({ path: '/create/tasks', scaffolder: { listTasks } });

    const failed = await screen.findByRole('row', { name: /other-api/ });
    expect(within(failed).getByText('Failed')).toBeInTheDocument();
    expect(
      within(failed).getByRole('link', { name: 'maya.chen' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /ledger-api/ })).toBeInTheDocument();
    expect(await axe(ownPage())).toHaveNoViolations();

    await user.type(screen.getByRole('searchbox'), 'other');
    await waitFor(() =>
      expect(
        screen.queryByRole('row', { name: /ledger-api/ }),
      ).not.toBeInTheDocument(),
    );
  });

  it('says when a task cannot be read', async () => {
    open(new FakeTask(), {
      getTask: async () => {
        throw new Error('You may not read this task.');
      },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not read this task.',
    );
  });
});
