import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../../__testUtils__/fakeApi';
import { search, show } from '../../__testUtils__/show';

const two = async () => ({
  items: [
    { id: 'default', title: 'Default' },
    { id: 'acme', title: 'Acme Bank' },
  ],
});

describe('the tenant', () => {
  it.each(['/timeline', '/timeline/graph', '/timeline/sources', '/incidents'])(
    'is chosen where there is more than one, on %s, and all is asked there',
    async path => {
      const inTenant = jest.fn((tenant: string) =>
        fakeApi({
          listTenants: two,
          getTimeline: async () => {
            throw new Error(`Asked in ${tenant}`);
          },
        }),
      );
      show(`${path}?q=left+behind`, { listTenants: two, inTenant });
      await userEvent.click(
        await screen.findByRole('button', { name: /Default.*Tenant/ }),
      );
      await userEvent.click(
        within(await screen.findByRole('listbox')).getByRole('option', {
          name: 'Acme Bank',
        }),
      );
      await waitFor(() => expect(search().get('tenant')).toBe('acme'));
      expect(search().get('q')).toBeNull();
      expect(inTenant).toHaveBeenCalledWith('acme');
      expect(
        await screen.findByRole('button', { name: /Acme Bank.*Tenant/ }),
      ).toBeInTheDocument();
    },
  );

  it('goes along with every link', async () => {
    show('/timeline/graph?entity=component:default/payments-api&tenant=acme', {
      listTenants: two,
    });
    const link = await screen.findByRole('link', { name: 'Open timeline' });
    expect(link.getAttribute('href')).toContain('tenant=acme');
    const drawing = await screen.findByRole('group', {
      name: 'Relations as a drawing',
    });
    for (const node of within(drawing).getAllByRole('link')) {
      expect(node.getAttribute('href')).toContain('tenant=acme');
    }
  });

  it('is named in the event that the page offers to send', async () => {
    const first = show('/timeline/sources?tenant=acme', {
      listSources: async () => ({ items: [] }),
    });
    expect(await screen.findByText(/"tenant":"acme"/)).toBeInTheDocument();
    first.unmount();
    show("/timeline/sources?tenant=a'b", {
      listSources: async () => ({ items: [] }),
    });
    expect(await screen.findByText(/curl -X POST/)).not.toHaveTextContent(
      'tenant',
    );
  });

  it('is not asked of those who have one, and seen by those who name another', async () => {
    show('/timeline/sources');
    expect(
      await screen.findByRole('heading', { name: 'All sources' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Tenant')).toBeNull();
    show('/timeline/sources?tenant=not-mine');
    expect(
      await screen.findByRole('button', { name: /not-mine.*Tenant/ }),
    ).toBeInTheDocument();
  });
});
