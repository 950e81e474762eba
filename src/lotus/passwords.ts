import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const keyBytes = 32;
/** Node's default cost: 16 MiB and some 40 ms a hash. */
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

/** A password as it is stored: salted, and slow to guess. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const key = await derive(password, salt, keyBytes, cost);
  return `scrypt$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** Verifies in constant time. Against no hash at all it takes as long, so that nobody learns which users exist. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, salt = '', key = ''] = (stored ?? absent).split('$');
  const expected = Buffer.from(key, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), keyBytes, cost);
  return timingSafeEqual(actual, expected) && stored !== undefined;
}

const absent = `scrypt$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(keyBytes).toString('base64')}`;
