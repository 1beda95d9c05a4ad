import {
  ApiHolder,
  ApiRef,
  createApiRef,
} from '@backstage/frontend-plugin-api';
import { createScaffolderFormDecorator } from '@backstage/plugin-scaffolder-react/alpha';
import { runFormDecorators } from './runFormDecorators';

const vaultApiRef = createApiRef<{ read(key: string): string }>().with({
  id: 'plugin.test.vault',
});

const addToken = createScaffolderFormDecorator({
  id: 'add-token',
  schema: { input: { key: z => z.string() } },
  deps: { vault: vaultApiRef },
  decorator: async ({ input, setSecrets, setFormState }, { vault }) => {
    setSecrets(secrets => ({ ...secrets, token: vault.read(input.key) }));
    setFormState(state => ({ ...state, decorated: true }));
  },
});

function holderOf(...entries: Array<[ApiRef<unknown>, unknown]>): ApiHolder {
  const apis = new Map(entries.map(([ref, api]) => [ref.id, api]));
  return { get: <T>(ref: ApiRef<T>) => apis.get(ref.id) as T | undefined };
}

const vault = { read: (key: string) => `secret of ${key}` };
const base = {
  available: [addToken],
  apiHolder: holderOf([vaultApiRef, vault]),
  formState: { name: 'ledger-api' },
  secrets: { own: 'kept' },
};

describe('runFormDecorators', () => {
  it('lets a decorator add answers and secrets', async () => {
    await expect(
      runFormDecorators({
        ...base,
        wanted: [{ id: 'add-token', input: { key: 'git' } }],
      }),
    ).resolves.toEqual({
      formState: { name: 'ledger-api', decorated: true },
      secrets: { own: 'kept', token: 'secret of git' },
    });
  });

  it('stops where a decorator could not have done its work', async () => {
    await expect(
      runFormDecorators({ ...base, wanted: [{ id: 'unknown' }] }),
    ).rejects.toThrow('no form decorator “unknown”');
    await expect(
      runFormDecorators({
        ...base,
        wanted: [{ id: 'add-token', input: { key: 7 } }],
      }),
    ).rejects.toThrow('key');
    await expect(
      runFormDecorators({
        ...base,
        apiHolder: holderOf(),
        wanted: [{ id: 'add-token', input: { key: 'git' } }],
      }),
    ).rejects.toThrow('needs the API plugin.test.vault');
  });
});
