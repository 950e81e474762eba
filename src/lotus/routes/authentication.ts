import type { Request } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { Types } from 'mongoose';
import { ClientError } from './validation.js';

const algorithm = 'HS256';
const lifetimeSeconds = 24 * 60 * 60;

/** A token that says who its bearer is. */
export function issueToken(userId: Types.ObjectId, secret: string): string {
  return jsonwebtoken.sign({}, secret, { algorithm, subject: userId.toHexString(), expiresIn: lifetimeSeconds });
}

/**
 * The user whose token the request bears. Throws ClientError 401 for none, and for one that is forged, expired,
 * unsigned or signed another way: the algorithm is ours to choose, not the token's.
 */
export function bearer(request: Request, secret: string): Types.ObjectId {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (!token) throw new ClientError(401, 'a bearer token is needed');
  try {
    const { sub } = jsonwebtoken.verify(token, secret, { algorithms: [algorithm] }) as { sub?: unknown };
    if (typeof sub === 'string' && Types.ObjectId.isValid(sub)) return new Types.ObjectId(sub);
  } catch (error) {
    if (!(error instanceof jsonwebtoken.JsonWebTokenError)) throw error;
  }
  throw new ClientError(401, 'the token is not valid');
}
