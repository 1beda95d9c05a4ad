import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { StatePill } from './StatePill';

const states = ['pass', 'warn', 'fail', 'info', 'unknown', 'waived'] as const;

it('tells states apart without colour: each has its own icon and word', async () => {
  renderInTestApp(
    <ul>
      {states.map(state => (
        <li key={state}>
          <StatePill state={state} />
        </li>
      ))}
    </ul>,
  );
  await screen.findByText('Passing');
  const pills = screen.getAllByRole('listitem');
  const words = pills.map(pill => pill.textContent);
  const icons = pills.map(pill => pill.querySelector('path')?.outerHTML);
  expect(words.every(Boolean)).toBe(true);
  expect(new Set(words).size).toBe(states.length);
  expect(icons.every(Boolean)).toBe(true);
  expect(new Set(icons).size).toBe(states.length);
});

it('takes more exact words from the page', async () => {
  renderInTestApp(<StatePill state="fail">2 controls fail</StatePill>);
  expect(await screen.findByText('2 controls fail')).toBeVisible();
});
