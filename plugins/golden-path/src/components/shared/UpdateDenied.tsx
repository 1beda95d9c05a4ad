import {
  goldenPathUpdateAnyPermission,
  goldenPathUpdateOwnPermission,
} from '@companyos/plugin-golden-path-common';
import { DeniedState } from '@companyos/ui-kit';
import { useAllowed } from './useAllowed';

/** Which role opens updates of a repository that one may not update, and whom to ask. */
export function UpdateDenied({ what }: { what: string }) {
  // Who may update what they own lacks only the right to what belongs to others.
  const mayOwn = useAllowed(goldenPathUpdateOwnPermission);
  const missing = mayOwn
    ? goldenPathUpdateAnyPermission
    : goldenPathUpdateOwnPermission;
  return mayOwn === undefined ? null : (
    <DeniedState permission={missing.name} what={what} />
  );
}
