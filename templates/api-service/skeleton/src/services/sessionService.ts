import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { serviceInfo } from '../config/serviceInfo.ts';

/** The person behind a session. */
export interface Profile {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly roles: readonly string[];
}

/** Signs the demo user in and recognises its tokens. Exists only where DEMO_LOGIN is on. */
export interface SessionService {
  /** Undefined when there is no such user. */
  login(username: string): Promise<{ token: string; expiresInSeconds: number } | undefined>;
  /** Undefined when the token is not one of ours, or expired. */
  profile(token: string): Promise<Profile | undefined>;
}

const EXPIRES_IN_SECONDS = 3_600;

const DEMO_USER: Profile = {
  id: 'user:default/demo',
  username: 'demo',
  display_name: 'Demo User',
  roles: ['reader', 'writer'],
};

const claimsSchema = z.object({ sub: z.literal(DEMO_USER.id) });

/** Creates the service with a key that lives and dies with the process: there is no secret to leak. */
export function createSessionService(): SessionService {
  const key = randomBytes(32);
  return {
    async login(username) {
      if (username !== DEMO_USER.username) {
        return undefined;
      }
      const token = await new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(DEMO_USER.id)
        .setIssuer(serviceInfo.name)
        .setAudience(serviceInfo.name)
        .setIssuedAt()
        .setExpirationTime(`${String(EXPIRES_IN_SECONDS)}s`)
        .sign(key);
      return { token, expiresInSeconds: EXPIRES_IN_SECONDS };
    },
    async profile(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: serviceInfo.name,
          audience: serviceInfo.name,
        });
        return claimsSchema.safeParse(payload).success ? DEMO_USER : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
