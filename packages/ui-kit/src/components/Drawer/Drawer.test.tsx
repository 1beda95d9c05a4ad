import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { Drawer } from './Drawer';

function Page() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Show release</button>
      <button>Beside</button>
      <Drawer title="Release 14" isOpen={isOpen} onOpenChange={setOpen}>
        <button>Inside</button>
      </Drawer>
    </>
  );
}

it('keeps the focus while open, and gives it back on Esc and on Close', async () => {
  const user = userEvent.setup();
  renderInTestApp(<Page />);
  const opener = await screen.findByRole('button', { name: 'Show release' });

  await user.click(opener);
  const drawer = screen.getByRole('dialog', { name: 'Release 14' });
  for (let step = 0; step < 4; step++) {
    await user.tab();
    expect(drawer).toContainElement(document.activeElement as HTMLElement);
  }
  await user.keyboard('{Escape}');
  await waitFor(() => expect(drawer).not.toBeInTheDocument());
  await waitFor(() => expect(opener).toHaveFocus());

  await user.click(opener);
  await user.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: 'Close' }),
  );
  await waitFor(() => expect(opener).toHaveFocus());
});
