import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  ownPage,
  renderCreate,
  Routes,
} from '../../__testUtils__/renderCreate';

const manifest = {
  title: 'API service',
  steps: [
    {
      title: 'Your service',
      schema: {
        type: 'object',
        required: ['name', 'owner'],
        properties: {
          name: { title: 'Name', type: 'string', 'ui:field': 'GoldenName' },
          owner: {
            title: 'Owner',
            type: 'string',
            description: 'The team that answers for it.',
            'ui:field': 'OwnerPicker',
            'ui:options': { catalogFilter: { kind: 'Group' } },
            default: 'group:default/platform-team',
          },
          description: {
            title: 'Description',
            type: 'string',
            description: 'One sentence.',
            pattern: '^[A-Z]',
            default: 'An API service.',
          },
        },
      },
    },
    {
      title: 'Where it belongs',
      schema: {
        type: 'object',
        properties: {
          tier: {
            title: 'Tier',
            type: 'string',
            enum: ['tier-1', 'tier-2'],
            enumNames: ['Tier 1: critical', 'Tier 2: important'],
            default: 'tier-2',
          },
        },
      },
    },
  ],
};

const file = (path: string, content: string) => ({
  path,
  mode: 'managed',
  executable: false,
  sizeBytes: content.length,
  sha256: 'a'.repeat(64),
  content,
});

/** A back end in which only `payments-api` is taken, and which writes the name into two files. */
const routes: Routes = {
  'GET plugin://scaffolder/golden-path/name-availability': ({ url }) => {
    const name = url.searchParams.get('name') ?? '';
    const taken = name === 'payments-api';
    return {
      body: {
        name,
        owner: url.searchParams.get('owner'),
        available: !taken,
        problems: taken
          ? [
              {
                code: 'component-exists',
                message: 'payments-api exists already.',
              },
            ]
          : [],
      },
    };
  },
  'POST plugin://scaffolder/golden-path/preview': ({ body }) => {
    const { answers } = body as { answers: { name: string } };
    return {
      body: {
        template: 'api-service',
        version: '1.0.0',
        templateDigest: `sha256:${'b'.repeat(64)}`,
        files:
          answers.name.length < 3
            ? []
            : [
                file('README.md', `# ${answers.name}`),
                file(`src/${answers.name}.ts`, 'export {};'),
              ],
        problems:
          answers.name.length < 3
            ? [{ path: '/name', message: 'must have 3 characters or more' }]
            : [],
      },
    };
  },
};

function open(template = 'api-service', withManifest = manifest) {
  return renderCreate({
    path: `/create/templates/default/${template}`,
    routes,
    scaffolder: {
      getTemplateParameterSchema: async () => withManifest,
      scaffold: async () => ({ taskId: 'task-1' }),
      getTask: () => new Promise(() => {}),
    },
  });
}

describe('Wizard', () => {
  it('walks from the questions through the review to the task', async () => {
    const user = userEvent.setup();
    const { scaffolder, calls } = open();

    const name = await screen.findByRole('textbox', { name: /Name/ });
    const tree = await screen.findByRole('region', {
      name: 'Files that will be written',
    });
    // The tree is there before the first answer, and says with which name.
    expect(
      await within(tree).findByText(/sample name “my-service”/),
    ).toBeInTheDocument();
    expect(within(tree).getByText('my-service.ts')).toBeInTheDocument();
    // The person's own team is the default owner.
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: /Owner/ })).toHaveValue(
        'payments-team',
      ),
    );
    expect(await axe(ownPage())).toHaveNoViolations();

    await user.type(name, 'ledger-api');
    expect(await screen.findByText('Available')).toBeInTheDocument();
    expect(await within(tree).findByText('ledger-api.ts')).toBeInTheDocument();
    expect(within(tree).queryByText(/sample name/)).not.toBeInTheDocument();
    await user.click(within(tree).getByText('README.md'));
    expect(
      await within(tree).findByRole('region', { name: 'README.md' }),
    ).toHaveTextContent('# ledger-api');

    const description = screen.getByRole('textbox', { name: /Description/ });
    await user.clear(description);
    await user.type(description, 'books');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Description: has characters, or a form, that cannot be used here',
    );
    await user.clear(description);
    await user.type(description, 'Books.');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      await screen.findByRole('heading', { name: 'Where it belongs' }),
    ).toHaveFocus();

    await user.click(screen.getByRole('button', { name: 'Review answers' }));
    const review = await screen.findByRole('heading', {
      level: 2,
      name: 'Review',
    });
    expect(review).toHaveFocus();
    const answers = screen.getByRole('region', { name: 'Your answers' });
    expect(within(answers).getByText('ledger-api')).toBeInTheDocument();
    expect(within(answers).getByText('Tier 2: important')).toBeInTheDocument();
    expect(
      within(
        screen.getByRole('region', { name: 'What will be created' }),
      ).getByText('payments-team/ledger-api'),
    ).toBeInTheDocument();
    expect(await axe(ownPage())).toHaveNoViolations();

    await user.click(screen.getByRole('button', { name: 'Create service' }));
    await waitFor(() =>
      expect(scaffolder.scaffold).toHaveBeenCalledWith({
        templateRef: 'template:default/api-service',
        values: {
          name: 'ledger-api',
          owner: 'group:default/payments-team',
          description: 'Books.',
          tier: 'tier-2',
        },
        secrets: {},
      }),
    );
    await waitFor(() =>
      expect(scaffolder.getTask).toHaveBeenCalledWith('task-1'),
    );

    // Typing ten letters asks about the tree once it pauses, not ten times.
    const previews = calls.filter(({ route }) => route.endsWith('/preview'));
    expect(previews.length).toBeLessThan(6);
  });

  it('says who has the name, and does not go on with it', async () => {
    const user = userEvent.setup();
    open();

    const name = await screen.findByRole('textbox', { name: /Name/ });
    await user.type(name, 'payments-api');
    expect(
      await screen.findByText('payments-api exists already.'),
    ).toBeInTheDocument();
    expect(name).toBeInvalid();
    expect(
      await screen.findByRole('link', { name: 'payments-api' }),
    ).toHaveAttribute('href', '/catalog/default/component/payments-api');
    expect(screen.getByRole('link', { name: 'payments-team' })).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Name: payments-api exists already.',
    );
    expect(
      screen.queryByRole('heading', { name: 'Where it belongs' }),
    ).not.toBeInTheDocument();
    expect(await axe(ownPage())).toHaveNoViolations();

    // Another name clears what was said about the last one.
    await user.type(name, '-2');
    expect(await screen.findByText('Available')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('keeps the last tree while an answer does not fit, and says which', async () => {
    const user = userEvent.setup();
    open();

    const name = await screen.findByRole('textbox', { name: /Name/ });
    const tree = await screen.findByRole('region', {
      name: 'Files that will be written',
    });
    expect(await within(tree).findByText('my-service.ts')).toBeInTheDocument();
    await user.type(name, 'ab');
    expect(
      await within(tree).findByText('Name: must have 3 characters or more'),
    ).toBeInTheDocument();
    expect(within(tree).getByText('my-service.ts')).toBeInTheDocument();
    expect(
      within(tree).getByText(/files for answers that fit/),
    ).toBeInTheDocument();
  });

  it('asks for no tree where the template is no golden path', async () => {
    const { calls } = open('plain', {
      ...manifest,
      title: 'Plain template',
      steps: [
        {
          title: 'About',
          schema: {
            type: 'object',
            required: ['title'],
            properties: { title: { title: 'Title', type: 'string' } },
          } as never,
        },
      ],
    });

    const user = userEvent.setup();
    const title = await screen.findByRole('textbox', { name: /Title/ });
    await user.click(screen.getByRole('button', { name: 'Review answers' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/Title/);
    expect(title).toBeInvalid();
    expect(
      screen.queryByRole('region', { name: 'Files that will be written' }),
    ).not.toBeInTheDocument();
    expect(calls.some(({ route }) => route.endsWith('/preview'))).toBe(false);
  });
});
