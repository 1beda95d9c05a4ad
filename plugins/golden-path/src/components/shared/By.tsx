import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** Who did something: a person as a link, a service by its name. */
export function By({ who }: { who: string }) {
  return /^user:/i.test(who) ? (
    <EntityRefLink entityRef={who} hideIcon />
  ) : (
    <>{who}</>
  );
}
