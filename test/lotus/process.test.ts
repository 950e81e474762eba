import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../stand-in.js';

const program = fileURLToPath(new URL('../../dist/src/lotus/main.js', import.meta.url));
let database: StandIn;
let media: string;

beforeAll(async () => {
  database = await startStandIn();
  media = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(async () => {
  await database.stop();
  rmSync(media, { recursive: true, force: true });
});

interface Process {
  readonly child: ChildProcess;
  readonly url: string;
  output(): string;
}

async function start(env: Record<string, string>): Promise<Process> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: '0', MONGODB_URI: database.uri('lotus'), LOTUS_MEDIA: media, ...env },
  });
  let output = '';
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /listening on (http:\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('exit', () => reject(new Error(output)));
  });
  return { child, url: await address, output: () => output };
}

describe('the process', () => {
  it('shows its optimizations at start', async () => {
    const lotus = await start({ LOTUS_OPTIMIZATIONS: 'before,health-cache=after' });
    lotus.child.kill('SIGTERM');
    await once(lotus.child, 'close');
    expect(lotus.output()).toMatch(/health-cache +after/);
    expect(lotus.output()).toMatch(/routes-lazy +before/);
  });

  // Where every request opens a connection, one may still wait in the kernel's queue when the listening socket closes:
  // it is reset, and was never taken. On kept connections nothing may be lost at all.
  it.each([
    ['before', ['ECONNREFUSED', 'ECONNRESET']],
    ['after', ['ECONNREFUSED']],
  ])(
    '%s: at SIGTERM under load answers every request that it took, and loses no line of its log',
    async (setting, neverTaken) => {
      const lotus = await start({ LOTUS_OPTIMIZATIONS: setting, LOTUS_RATE_LIMIT: 'off' });
      let answered = 0;
      let refused = 0;
      let stopping = false;
      const client = async () => {
        while (!stopping) {
          try {
            const response = await fetch(`${lotus.url}/api/videos`);
            await response.text();
            answered++;
            if (answered === 60) lotus.child.kill('SIGTERM');
          } catch (error) {
            stopping = true;
            const { code } = (error as { cause: { code: string } }).cause;
            if (!neverTaken.includes(code)) throw error;
            refused++;
          }
        }
      };
      const closed = once(lotus.child, 'close');
      await Promise.all([client(), client(), client(), client()]);
      const [code] = await closed;
      expect(code).toBe(0);
      expect(refused).toBeGreaterThan(0);
      expect(lotus.output().match(/GET \/api\/videos 200/g)).toHaveLength(answered);
    },
  );

  it('exits with 2 and every mistake for a wrong environment, without a stack trace', async () => {
    await expect(start({ PORT: 'x', LOTUS_OPTIMIZATIONS: 'never' })).rejects.toThrow(
      /^lotus: PORT.*\nlotus: LOTUS_OPTIMIZATIONS[^\n]*\n$/,
    );
  });

  it('says in one line that its port is taken', async () => {
    await expect(start({ PORT: String(database.port) })).rejects.toThrow(/lotus: listen EADDRINUSE[^\n]*\n$/);
  });
});
