import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { Writer } from './Ingest';
import { Tenant, WriterRule } from './readOptions';

/** Who asks, as far as it matters here. */
export type Caller = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Who may do what, and whose facts they may see. */
export class Access {
  readonly #options: {
    readonly permissions: PermissionsService;
    readonly userInfo: UserInfoService;
    readonly tenants: readonly Tenant[];
    readonly writers: readonly WriterRule[];
  };

  constructor(options: {
    permissions: PermissionsService;
    userInfo: UserInfoService;
    tenants: readonly Tenant[];
    writers: readonly WriterRule[];
  }) {
    this.#options = options;
  }

  /** @throws NotAllowedError with the name of the permission */
  async authorize(permission: BasicPermission, caller: Caller): Promise<void> {
    if (!(await this.may(permission, caller))) {
      throw new NotAllowedError(`This needs the permission ${permission.name}`);
    }
  }

  async may(permission: BasicPermission, caller: Caller): Promise<boolean> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials: caller },
    );
    return result === AuthorizeResult.ALLOW;
  }

  /** Tenants whose facts the caller may read. */
  async tenantsOf(caller: Caller): Promise<Tenant[]> {
    const { tenants, writers, userInfo } = this.#options;
    const { principal } = caller;
    if (principal.type === 'service') {
      // Plugins work for everyone; an outside system sees the tenants that it writes to.
      if (principal.subject.startsWith('plugin:')) return [...tenants];
      const named = new Set(
        writers
          .filter(({ subject }) => subject === principal.subject)
          .flatMap(rule => rule.tenants),
      );
      return tenants.filter(({ id }) => named.has(id));
    }
    const isOpen = ({ members }: Tenant) => members.includes('*');
    if (tenants.every(isOpen)) return [...tenants];
    const { ownershipEntityRefs } = await userInfo.getUserInfo(caller);
    const own = new Set([principal.userEntityRef, ...ownershipEntityRefs]);
    return tenants.filter(
      tenant =>
        isOpen(tenant) || tenant.members.some(member => own.has(member)),
    );
  }

  /**
   * The tenant that is asked about.
   *
   * @throws NotFoundError when there is none of that name that the caller may see; the two look the same
   */
  async tenant(wanted: string | undefined, caller: Caller): Promise<string> {
    const tenants = await this.tenantsOf(caller);
    const id =
      wanted ??
      (tenants.find(one => one.id === 'default') ?? tenants[0])?.id ??
      'default';
    if (!tenants.some(one => one.id === id)) {
      throw new NotFoundError(`There is no tenant ${id}`);
    }
    return id;
  }
}

/** The caller as one who states facts. */
export function writerOf({ principal }: Caller): Writer {
  return principal.type === 'user'
    ? { subject: principal.userEntityRef, isPerson: true }
    : { subject: principal.subject, isPerson: false };
}

/**
 * Credentials as those of somebody who may ask here.
 *
 * @throws NotAllowedError for whoever is neither a person nor a service
 */
export function asCaller(credentials: BackstageCredentials): Caller {
  const { type } = credentials.principal as { type?: unknown };
  if (type !== 'user' && type !== 'service') {
    throw new NotAllowedError('Sign in first');
  }
  return credentials as Caller;
}
