import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { saslprep } from '@mongodb-js/saslprep';
import { MongoError } from '../../mongo-language/values/errors.js';

const iterations = 15_000;

/** What is kept of a password (RFC 5802 §3): nothing from which it could be read. */
interface Credentials {
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

function credentialsOf(password: string): Credentials {
  const salt = randomBytes(28);
  const salted = pbkdf2Sync(saslprep(password), salt, iterations, 32, 'sha256');
  return { salt, storedKey: hash(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') };
}

const failed = () => new MongoError(18, 'Authentication failed.');

/** The users by `database.name`, and SCRAM-SHA-256 (RFC 5802, RFC 7677) against them. */
export class Users {
  readonly #users = new Map<string, Credentials>();

  get isEmpty(): boolean {
    return this.#users.size === 0;
  }

  create(database: string, name: string, password: string): void {
    if (this.#users.has(`${database}.${name}`))
      throw new MongoError(51003, `User "${name}@${database}" already exists`);
    this.#users.set(`${database}.${name}`, credentialsOf(password));
  }

  drop(database: string, name: string): void {
    if (!this.#users.delete(`${database}.${name}`)) throw new MongoError(11, `User '${name}@${database}' not found`);
  }

  /** Begins a conversation: the server's first message, and what checks the client's final one. */
  begin(
    database: string,
    firstMessage: string,
  ): { user: string; reply: string; finish: (finalMessage: string) => string } {
    const [, bare = '', name = '', clientNonce = ''] = /^n,[^,]*,(n=([^,]*),r=([^,]*))/.exec(firstMessage) ?? [];
    const user = `${database}.${name.replaceAll('=2C', ',').replaceAll('=3D', '=')}`;
    // An unknown user gets a conversation too, so that names cannot be probed; it cannot end well.
    const known = this.#users.get(user);
    const credentials = known ?? credentialsOf(randomBytes(16).toString('hex'));
    const nonce = clientNonce + randomBytes(24).toString('base64');
    const reply = `r=${nonce},s=${credentials.salt.toString('base64')},i=${iterations}`;
    const finish = (finalMessage: string) => {
      const [, withoutProof = '', answeredNonce = '', proof = ''] =
        /^(c=[^,]*,r=([^,]*)),p=(.+)$/.exec(finalMessage) ?? [];
      const authMessage = `${bare},${reply},${withoutProof}`;
      const signature = hmac(credentials.storedKey, authMessage);
      const given = Buffer.from(proof, 'base64');
      if (answeredNonce !== nonce || given.length !== signature.length) throw failed();
      const clientKey = Buffer.from(given.map((byte, index) => byte ^ (signature[index] ?? 0)));
      if (!timingSafeEqual(hash(clientKey), credentials.storedKey) || !known) throw failed();
      return `v=${hmac(credentials.serverKey, authMessage).toString('base64')}`;
    };
    return { user, reply, finish };
  }
}
