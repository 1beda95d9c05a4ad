import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { Confirm } from './Confirm';

function Page({ onConfirm }: { onConfirm: () => Promise<void> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Delete service</button>
      <Confirm
        title="Delete payments-api?"
        touches={['Repository payments-api', '14 releases']}
        confirmLabel="Delete it"
        typeToConfirm="payments-api"
        tone="danger"
        onConfirm={onConfirm}
        isOpen={isOpen}
        onOpenChange={setOpen}
      />
    </>
  );
}

it('says what it touches and waits for the name, then for the work', async () => {
  const onConfirm = jest
    .fn<Promise<void>, []>()
    .mockRejectedValueOnce(new Error('The repository is locked.'))
    .mockResolvedValueOnce();
  const user = userEvent.setup();
  renderInTestApp(<Page onConfirm={onConfirm} />);

  await user.click(
    await screen.findByRole('button', { name: 'Delete service' }),
  );
  expect(
    screen.getByRole('dialog', { name: 'Delete payments-api?' }),
  ).toBeVisible();
  expect(screen.getByText('Repository payments-api')).toBeVisible();
  const confirm = screen.getByRole('button', { name: 'Delete it' });
  expect(confirm).toBeDisabled();

  const field = screen.getByRole('textbox', {
    name: 'Type payments-api to confirm',
  });
  await user.type(field, 'payments-ap');
  expect(confirm).toBeDisabled();
  await user.type(field, 'i');
  expect(confirm).toBeEnabled();

  await user.click(confirm);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The repository is locked.',
  );
  await user.click(confirm);
  await waitFor(() =>
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
  );
  expect(onConfirm).toHaveBeenCalledTimes(2);

  // A later question starts from nothing.
  await user.click(screen.getByRole('button', { name: 'Delete service' }));
  expect(screen.getByRole('textbox')).toHaveValue('');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(onConfirm).toHaveBeenCalledTimes(2);
});

it('waits for the fields that the answer needs', async () => {
  const user = userEvent.setup();
  const onConfirm = jest.fn();
  function Question() {
    const [reason, setReason] = useState('');
    return (
      <Confirm
        title="Discard the event?"
        touches={[]}
        confirmLabel="Discard event"
        isReady={reason.length >= 5}
        onConfirm={() => onConfirm(reason)}
        isOpen
        onOpenChange={() => {}}
      >
        <label>
          Reason{' '}
          <input value={reason} onChange={one => setReason(one.target.value)} />
        </label>
      </Confirm>
    );
  }
  renderInTestApp(<Question />);
  const confirm = await screen.findByRole('button', { name: 'Discard event' });
  expect(confirm).toBeDisabled();
  await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'no use');
  await user.click(confirm);
  expect(onConfirm).toHaveBeenCalledWith('no use');
});
