import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { isRepositoryName } from '@companyos/local-git';

/**
 * Who owns a service: the group, and the folder of its repositories.
 */
export interface ServiceOwner {
  readonly entityRef: string;
  /** The group's name, in lower case. */
  readonly folder: string;
}

/**
 * @param owner - reference of a group in the default namespace
 * @throws InputError
 */
export function parseServiceOwner(owner: string): ServiceOwner {
  try {
    const ref = parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    const folder = ref.name.toLowerCase();
    if (
      ref.kind.toLowerCase() === 'group' &&
      // Two groups of one name would share a folder.
      ref.namespace.toLowerCase() === 'default' &&
      isRepositoryName(folder)
    ) {
      return { entityRef: stringifyEntityRef(ref), folder };
    }
  } catch {
    // Said below.
  }
  throw new InputError(
    `The owner ${JSON.stringify(
      String(owner).slice(0, 200),
    )} must be a group such as group:default/payments-team`,
  );
}
