import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useCallback, useEffect, useState } from 'react';
import { useProfile } from '../shell/useProfile';

const LIMIT = 200;

/** A component owned by the signed-in person or one of their groups. */
export interface MyService {
  name: string;
  title: string;
  href: string;
  tier?: string;
  lifecycle?: string;
  template?: string;
  owner: string;
  ownerHref: string;
  /** The first reason the catalog can't read it completely. */
  problem?: string;
}

/** @returns the service a component entity stands for on the home page */
export function toMyService(entity: AlphaEntity): MyService {
  const {
    name,
    namespace = 'default',
    title,
    labels,
    annotations,
  } = entity.metadata;
  const owner = String(entity.spec?.owner ?? '');
  const ownerName = owner.split('/').pop() ?? owner;
  const status = entity.status?.items?.find(item => item.level === 'error');
  return {
    name,
    title: title ?? name,
    href: `/catalog/${namespace}/component/${name}`,
    tier: labels?.['companyos.io/tier'],
    lifecycle:
      typeof entity.spec?.lifecycle === 'string'
        ? entity.spec.lifecycle
        : undefined,
    template: annotations?.['companyos.io/template'],
    owner: ownerName,
    ownerHref: `/catalog/default/group/${ownerName}`,
    problem: status?.message,
  };
}

/** State of the question "what do I own?". */
export interface MyServices {
  services?: MyService[];
  error?: Error;
  retry: () => void;
}

/** The components the signed-in person owns, themselves or through a group. */
export function useMyServices(): MyServices {
  const catalogApi = useApi(catalogApiRef);
  const { ownershipEntityRefs, userEntityRef } = useProfile();
  const [state, setState] = useState<Omit<MyServices, 'retry'>>({});
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!userEntityRef) return undefined;
    let over = false;
    setState({});
    catalogApi
      .queryEntities({
        filter: {
          kind: 'component',
          'relations.ownedBy': ownershipEntityRefs,
        },
        orderFields: { field: 'metadata.name', order: 'asc' },
        limit: LIMIT,
      })
      .then(
        ({ items }) => !over && setState({ services: items.map(toMyService) }),
        error => !over && setState({ error }),
      );
    return () => {
      over = true;
    };
  }, [catalogApi, ownershipEntityRefs, userEntityRef, attempt]);

  const retry = useCallback(() => setAttempt(n => n + 1), []);
  return { ...state, retry };
}
