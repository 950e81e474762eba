import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { startWarden, type Warden } from '../../src/rig/guard/warden.js';
import type { ServerOrder } from '../../src/rig/server/command.js';
import { type RunningServer, startServer } from '../../src/rig/server/server.js';
import { leftOver } from './gone.js';

export const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
export const fixture = (name: string) => ['node', `${fixtures}/${name}.mjs`];

/** A warden and a temporary directory for the tests of a file; nothing of them is left after it. */
export function useRig(): { start(command: readonly string[], order?: Partial<ServerOrder>): Promise<RunningServer> } {
  let warden: Warden;
  let temporaryDirectory: string;
  beforeAll(async () => {
    warden = await startWarden();
    temporaryDirectory = warden.makeTemporaryDirectory();
  });
  afterAll(async () => {
    await warden.close();
    expect(await leftOver({ paths: [temporaryDirectory] })).toEqual([]);
  });
  return {
    start: (command, order = {}) =>
      startServer({
        spec: { command, env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 5000 },
        arm: { name: 'a', setting: '', env: {}, nodeArguments: [] },
        env: {},
        environmentPaddingBytes: 100,
        repository: '/nowhere',
        temporaryDirectory,
        warden,
        ...order,
      }),
  };
}

function urlOf({ host, port }: RunningServer, path = '/'): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

export async function ask(server: RunningServer, path = '/'): Promise<string> {
  return (await fetch(urlOf(server, path))).text();
}
