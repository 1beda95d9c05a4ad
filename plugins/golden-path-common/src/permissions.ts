import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Reading the fleet, its drift, updates and campaigns.
 *
 * @public
 */
export const goldenPathFleetReadPermission = createPermission({
  name: 'golden-path.fleet.read',
  attributes: { action: 'read' },
});

/**
 * Opening, merging and closing an update of a repository whose component the person, or one of their groups,
 * owns.
 *
 * @public
 */
export const goldenPathUpdateOwnPermission = createPermission({
  name: 'golden-path.update.own',
  attributes: { action: 'update' },
});

/**
 * The same for any repository.
 *
 * @public
 */
export const goldenPathUpdateAnyPermission = createPermission({
  name: 'golden-path.update.any',
  attributes: { action: 'update' },
});

/**
 * Planning, starting, pausing and ending campaigns.
 *
 * @public
 */
export const goldenPathCampaignManagePermission = createPermission({
  name: 'golden-path.campaign.manage',
  attributes: { action: 'update' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const goldenPathPermissions = [
  goldenPathFleetReadPermission,
  goldenPathUpdateOwnPermission,
  goldenPathUpdateAnyPermission,
  goldenPathCampaignManagePermission,
];
