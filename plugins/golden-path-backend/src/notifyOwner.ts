import { parseEntityRef } from '@backstage/catalog-model';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { StoredRepository } from './database/FleetStore';

/** Tells the owner of a repository that its template has a newer release; once a release. */
export async function notifyOwner(
  notifications: NotificationService,
  repository: StoredRepository,
): Promise<void> {
  const { entityRef, owner, template, version, latest, drift } = repository;
  if (!owner) return;
  const { kind, namespace, name } = parseEntityRef(entityRef);
  await notifications.send({
    recipients: { type: 'entity', entityRef: owner },
    payload: {
      title: `${repository.title} can go to ${template} ${latest}`,
      description: `It is at ${version}, ${drift.behind} ${
        drift.behind === 1 ? 'version' : 'versions'
      } behind. See what would change, and open the update.`,
      link: `/golden-path/repositories/${namespace}/${kind}/${name}`,
      severity: 'normal',
      topic: 'golden-path',
      scope: `golden-path:${entityRef}`,
    },
  });
}
