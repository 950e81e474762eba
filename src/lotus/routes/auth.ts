import { Router } from 'express';
import { z } from 'zod';
import { hashPassword, verifyPassword } from '../passwords.js';
import type { RouteContext } from '../route-context.js';
import { bearer, issueToken } from './authentication.js';
import { ClientError, validated } from './validation.js';

const email = z.email().max(200).toLowerCase();
const password = z.string().min(8).max(128);
const registration = z.strictObject({ email, password, name: z.string().trim().min(1).max(80) });
const credentials = z.strictObject({ email, password });

const isDuplicate = (error: unknown) => (error as { code?: unknown }).code === 11000;

/** `/api/auth`: register, login, me. */
export function createRouter({ database, settings }: RouteContext): Router {
  const router = Router();

  router.post('/register', async (request, response) => {
    const wanted = validated(registration, request.body);
    const passwordHash = await hashPassword(wanted.password);
    const fields = { email: wanted.email, name: wanted.name, passwordHash, createdAt: new Date() };
    const user = await database
      .query('register', ({ users }) => users.create(fields))
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new ClientError(409, 'email: is registered already') : error;
      });
    response
      .status(201)
      .json({ id: user.id, email: user.email, name: user.name, token: issueToken(user._id, settings.jwtSecret) });
  });

  router.post('/login', async (request, response) => {
    const given = validated(credentials, request.body);
    const user = await database.query('login', ({ users }) => users.findOne({ email: given.email }).lean());
    if (!(await verifyPassword(given.password, user?.passwordHash)) || !user)
      throw new ClientError(401, 'email or password is wrong');
    response.json({
      id: user._id,
      email: user.email,
      name: user.name,
      token: issueToken(user._id, settings.jwtSecret),
    });
  });

  router.get('/me', async (request, response) => {
    const id = bearer(request, settings.jwtSecret);
    const user = await database.query('me', ({ users }) => users.findById(id).lean());
    if (!user) throw new ClientError(401, 'the user is gone');
    response.json({ id: user._id, email: user.email, name: user.name });
  });

  return router;
}
