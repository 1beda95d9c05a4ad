import type { IdentityApi } from '@backstage/frontend-plugin-api';

/** A signed-in example person: the identity of the session, and what signing out forgets. */
export class PersonaIdentity implements IdentityApi {
  constructor(
    private readonly session: IdentityApi,
    private readonly forget: () => void,
  ) {}

  getProfileInfo() {
    return this.session.getProfileInfo();
  }

  getBackstageIdentity() {
    return this.session.getBackstageIdentity();
  }

  getCredentials() {
    return this.session.getCredentials();
  }

  async signOut() {
    this.forget();
    await this.session.signOut();
  }
}
