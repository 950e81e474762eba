import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Arm } from '../../src/model/arm.js';
import type { Target } from '../../src/model/target.js';
import { startWarden, type Warden } from '../../src/rig/guard/warden.js';
import type { ServerCommand } from '../../src/rig/server/command.js';
import { type RunningServer, startServer } from '../../src/rig/server/server.js';
import { leftOver } from './gone.js';

export const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
export const fixture = (name: string) => ['node', `${fixtures}/${name}.mjs`];

/** What a test may ask for: parts of an order, and parts of its target and arm. */
interface Asked extends Partial<Omit<ServerCommand, 'target' | 'arm'>> {
  readonly target?: Partial<Target>;
  readonly arm?: Partial<Arm>;
}

/** A warden and a temporary directory for the tests of a file; nothing of them is left after it. */
export function useRig(): { start(command: readonly string[], asked?: Asked): Promise<RunningServer> } {
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
    start: (command, { target, arm, ...asked } = {}) =>
      startServer({
        target: { env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 5000, ...target },
        arm: { name: 'a', source: { kind: 'folder', path: fixtures }, command, env: {}, nodeArguments: [], ...arm },
        placeholders: { port: '0' },
        environmentPaddingBytes: 100,
        temporaryDirectory,
        warden,
        ...asked,
      }),
  };
}

function urlOf({ host, port }: RunningServer, path = '/'): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

export async function ask(server: RunningServer, path = '/'): Promise<string> {
  return (await fetch(urlOf(server, path))).text();
}
