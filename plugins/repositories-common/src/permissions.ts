import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Reading the repositories of the embedded git folder.
 *
 * @public
 */
export const repositoryReadPermission = createPermission({
  name: 'repositories.repository.read',
  attributes: { action: 'read' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const repositoriesPermissions = [repositoryReadPermission];
