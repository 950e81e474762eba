import { expect, it } from 'vitest';
import { usageBetween } from '../../src/rig/server/server.js';
import { ask, fixture, fixtures, useRig } from './start-fixture.js';

const rig = useRig();

it.each([
  ['stdout is a file', fixture('writes-output')],
  ['stdout is a pipe', ['/bin/sh', '-c', `exec 2>&1; ${process.execPath} ${fixtures}/writes-output.mjs | cat`]],
])('%s: writes to descriptors 1 and 2 are counted, and nothing else', async (_name, command) => {
  const server = await rig.start(command);
  const countedFor = async (path: string, times = 1) => {
    const before = await server.read();
    for (let i = 0; i < times; i++) await ask(server, path);
    return usageBetween(before, await server.read()).outputWrites;
  };
  const counted = {
    'console.log, 50 times': await countedFor('/log'),
    '50 lines in one write': await countedFor('/joined'),
    'console.error': await countedFor('/error'),
    'fs.writeSync, imported by name': await countedFor('/write-sync'),
    'fs.write, made a promise': await countedFor('/write'),
    'fs.writevSync of two buffers': await countedFor('/writev'),
    'a stream on descriptor 1': await countedFor('/stream'),
    'a file': await countedFor('/other-file'),
    '200 HTTP answers': await countedFor('/', 200),
  };
  expect(await ask(server, '/write')).toBe('7');
  await server.stop();
  expect(counted).toEqual({
    'console.log, 50 times': 50,
    '50 lines in one write': 1,
    'console.error': 1,
    'fs.writeSync, imported by name': 1,
    'fs.write, made a promise': 1,
    'fs.writevSync of two buffers': 1,
    'a stream on descriptor 1': 1,
    'a file': 0,
    '200 HTTP answers': 0,
  });
});
