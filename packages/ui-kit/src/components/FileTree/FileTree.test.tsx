import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useState } from 'react';
import { FileTree } from './FileTree';

const files = [
  { path: 'README.md', note: 'merged' },
  { path: 'src/app.ts', note: 'seeded' },
  { path: 'src/db/pool.ts', state: 'warn' as const },
];

function Page({ onSelect }: { onSelect: (path: string) => void }) {
  const [selected, setSelected] = useState('README.md');
  return (
    <FileTree
      files={files}
      selected={selected}
      onSelect={path => {
        setSelected(path);
        onSelect(path);
      }}
    />
  );
}

const names = () =>
  screen.getAllByRole('row').map(row => row.getAttribute('aria-label'));

it('nests files, and opens, closes and chooses by keyboard', async () => {
  const user = userEvent.setup();
  const onSelect = jest.fn();
  const { container } = renderInTestApp(<Page onSelect={onSelect} />);
  expect(
    await screen.findByRole('treegrid', { name: 'Files' }),
  ).toBeInTheDocument();
  expect(names()).toEqual(['src', 'db', 'pool.ts', 'app.ts', 'README.md']);
  expect(screen.getByText('seeded')).toBeVisible();
  expect(screen.getByRole('row', { name: 'README.md' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  expect(await axe(container)).toHaveNoViolations();

  await user.tab();
  await user.keyboard('{Home}{ArrowDown}{ArrowLeft}');
  expect(names()).toEqual(['src', 'db', 'app.ts', 'README.md']);
  await user.keyboard('{ArrowRight}');
  expect(names()).toContain('pool.ts');
  await user.keyboard('{ArrowDown}{Enter}');
  expect(onSelect).toHaveBeenLastCalledWith('src/db/pool.ts');

  // A press on a folder opens or closes it and chooses nothing.
  await user.click(screen.getByText('src'));
  expect(names()).toEqual(['src', 'README.md']);
  expect(onSelect).toHaveBeenCalledTimes(1);
});
