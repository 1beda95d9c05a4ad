import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { Outbox, OutboxDeps } from './Outbox';

/** The outboxes of this process: one a plugin, whoever asks for it first. */
export interface Outboxes {
  /** Opens the plugin's outbox, or gives the one that is open. */
  open(deps: OutboxDeps): Promise<Outbox>;
}

/** Shared by the IntelGraph service and the auditor of a plugin, so that there is one relay for both. */
export const outboxesServiceRef = createServiceRef<Outboxes>({
  id: 'companyos.intelgraph.outboxes',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory() {
        const open = new Map<string, Promise<Outbox>>();
        return {
          open(deps) {
            const id = deps.plugin.getId();
            const found =
              open.get(id) ??
              Outbox.open(deps, {
                now: () => Date.now(),
                newId: randomUUID,
                random: Math.random,
              });
            open.set(id, found);
            // What failed is tried again by whoever comes next.
            found.catch(() => open.delete(id));
            return found;
          },
        };
      },
    }),
});
