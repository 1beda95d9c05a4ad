import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ids, refuse } from '../../__testUtils__/fakeApi';
import { detail, digest, facts } from '../../__testUtils__/fixtures';
import { search, show } from '../../__testUtils__/show';

const panel = async () =>
  within(await screen.findByRole('region', { name: 'Fact' }));

describe('the panel of a fact', () => {
  it('opens beside the list, takes the focus, and gives it back on Esc', async () => {
    show('/timeline');
    const row = await screen.findByRole('link', {
      name: 'payments-api was deployed (a)',
    });
    await userEvent.click(row);
    await panel();
    expect(search().get('fact')).toBe(ids.deploy);
    expect(screen.getByRole('heading', { name: 'Fact' })).toHaveFocus();
    // The list stays in use: another fact takes the place of this one.
    const other = screen.getByRole('link', { name: 'A change was merged' });
    await userEvent.click(other);
    await waitFor(() => expect(search().get('fact')).toBe(ids.change));
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(
        screen.queryByRole('region', { name: 'Fact' }),
      ).not.toBeInTheDocument(),
    );
    expect(search().get('fact')).toBeNull();
    expect(other).toHaveFocus();
  });

  it('shows who says so, with what proves it, what contradicts it and what it relates', async () => {
    const { container } = show(`/timeline?fact=${ids.incident}`);
    const fact = await panel();
    expect(await fact.findByText('2 deliveries state it.')).toBeInTheDocument();
    const sources = fact.getByRole('region', { name: 'Who says so' });
    expect(sources).toHaveTextContent('https://alerts.example.com');
    expect(sources).toHaveTextContent('2 min ahead of ours');
    expect(sources).toHaveTextContent('external:pipeline');
    const conflict = fact.getByRole('region', { name: 'What contradicts it' });
    expect(conflict).toHaveTextContent(
      /This fact.*Payments answer slowly.*Other fact.*Payments answer in time/,
    );
    expect(
      within(conflict).getByRole('link', { name: 'Open that fact' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining(encodeURIComponent(digest('e'))),
    );
    const relations = fact.getByRole('region', { name: 'Relations it states' });
    expect(relations).toHaveTextContent(/writesTo.*Redacted.*pii-mask/);
    expect(fact.getByRole('region', { name: 'Content' })).toHaveTextContent(
      '"hello": "world"',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('verifies digests and shows each check', async () => {
    show(`/timeline?fact=${ids.deploy}`);
    const fact = await panel();
    await userEvent.click(
      await fact.findByRole('button', { name: 'Verify digests' }),
    );
    expect(await fact.findByText('All digests hold')).toBeInTheDocument();
    expect(fact.getByText('2 digests were computed again.')).toBeVisible();
    expect(fact.getByText('Can’t be checked')).toBeInTheDocument();
  });

  it('erases with a reason, and shows what is left', async () => {
    let isErased = false;
    const eraseFact = jest.fn(async () => {
      isErased = true;
      return detail();
    });
    const { toast } = show(`/timeline?fact=${ids.deploy}`, {
      eraseFact,
      getFact: async () =>
        detail(
          facts[0],
          isErased
            ? {
                body: {
                  status: 'erased',
                  erasedAt: facts[0].recordedAt,
                  erasedBy: 'user:default/ada',
                  reason: 'A customer asked',
                },
              }
            : {},
        ),
    });
    const fact = await panel();
    const button = await fact.findByRole('button', { name: 'Erase content' });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Erase what this fact says?',
      }),
    );
    const confirm = dialog.getByRole('button', { name: 'Erase content' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Reason' }),
      'A customer asked',
    );
    await userEvent.click(confirm);
    expect(eraseFact).toHaveBeenCalledWith(ids.deploy, 'A customer asked');
    expect(
      await fact.findByText(/by user:default\/ada: A customer asked/),
    ).toBeInTheDocument();
    expect(toast.post).toHaveBeenCalled();
  });

  it('says why the content is not shown, and why there is no fact', async () => {
    const { unmount } = show(`/timeline?fact=${ids.deploy}`, {
      getFact: async () =>
        detail(facts[0], {
          body: { status: 'denied', reason: 'It is classified pii.' },
        }),
    });
    expect(
      await screen.findByText(
        /needs the permission intelgraph\.sensitive\.read\. It is classified pii\./,
      ),
    ).toBeInTheDocument();
    unmount();
    const { container } = show(`/timeline?fact=${ids.deploy}`, {
      getFact: () => refuse(404, 'NotFoundError'),
    });
    expect(
      await screen.findByText('There is no such fact'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});
