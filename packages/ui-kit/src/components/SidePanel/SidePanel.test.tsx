import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useState } from 'react';
import { SidePanel } from './SidePanel';

function Page() {
  const [fact, setFact] = useState<string>();
  return (
    <main>
      <SidePanel
        title={`About ${fact}`}
        subject={fact ?? ''}
        isOpen={fact !== undefined}
        onClose={() => setFact(undefined)}
        page={
          <>
            <h1>Facts</h1>
            <button onClick={() => setFact('one')}>Fact one</button>
            <button onClick={() => setFact('two')}>Fact two</button>
          </>
        }
      >
        <button>Inside</button>
      </SidePanel>
    </main>
  );
}

it('leaves the page in use, moves the focus to its title and gives it back', async () => {
  const user = userEvent.setup();
  const { container } = renderInTestApp(<Page />);
  const one = await screen.findByRole('button', { name: 'Fact one' });

  await user.click(one);
  expect(screen.getByRole('region', { name: 'About one' })).toBeVisible();
  expect(screen.getByRole('heading', { name: 'About one' })).toHaveFocus();
  expect(await axe(container)).toHaveNoViolations();

  const two = screen.getByRole('button', { name: 'Fact two' });
  await user.click(two);
  expect(screen.getByRole('heading', { name: 'About two' })).toHaveFocus();

  await user.keyboard('{Escape}');
  await waitFor(() =>
    expect(
      screen.queryByRole('region', { name: /About/ }),
    ).not.toBeInTheDocument(),
  );
  expect(two).toHaveFocus();

  await user.click(one);
  await user.click(screen.getByRole('button', { name: 'Close' }));
  expect(one).toHaveFocus();
});
