import { Router } from 'express';
import { z } from 'zod';
import { parseInput, Problem } from '../models/problem.ts';
import type { SessionService } from '../services/sessionService.ts';

const loginSchema = z.strictObject({ username: z.string().min(1).max(64) });

/** `POST /login` and `GET /me` for the demo user; mounted only where DEMO_LOGIN is on. */
export function sessionRoutes(sessions: SessionService): Router {
  const router = Router();

  router.post('/login', async (request, response) => {
    const { username } = parseInput(loginSchema, request.body);
    const session = await sessions.login(username);
    if (!session) {
      throw new Problem(401, 'unauthenticated', 'Not signed in', 'There is no such demo user.');
    }
    response.set('cache-control', 'no-store').json({
      access_token: session.token,
      token_type: 'Bearer',
      expires_in: session.expiresInSeconds,
    });
  });

  router.get('/me', async (request, response) => {
    const token = /^Bearer (\S+)$/.exec(request.get('authorization') ?? '')?.[1];
    const profile = token === undefined ? undefined : await sessions.profile(token);
    if (!profile) {
      throw new Problem(
        401,
        'unauthenticated',
        'Not signed in',
        'A valid bearer token is needed.',
        {
          headers: { 'www-authenticate': 'Bearer' },
        },
      );
    }
    response.set('cache-control', 'no-store').json(profile);
  });

  return router;
}
