import { parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** Who is signed in: the name to show, and their page in the catalog. */
export interface Profile {
  name: string;
  href?: string;
  userEntityRef?: string;
  ownershipEntityRefs: string[];
}

/** The signed-in person; empty until the identity is known. */
export function useProfile(): Profile {
  const identityApi = useApi(identityApiRef);
  const [profile, setProfile] = useState<Profile>({
    name: '',
    ownershipEntityRefs: [],
  });

  useEffect(() => {
    let over = false;
    const read = async () => {
      const [identity, info] = await Promise.all([
        identityApi.getBackstageIdentity(),
        identityApi.getProfileInfo(),
      ]);
      if (over) return;
      const { kind, namespace, name } = parseEntityRef(identity.userEntityRef);
      setProfile({
        name: info.displayName ?? name,
        href: `/catalog/${namespace}/${kind}/${name}`.toLocaleLowerCase('en'),
        userEntityRef: identity.userEntityRef,
        ownershipEntityRefs: identity.ownershipEntityRefs,
      });
    };
    read();
    return () => {
      over = true;
    };
  }, [identityApi]);

  return profile;
}
