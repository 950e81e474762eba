import { expect, it } from 'vitest';
import { settingsOf } from '../../src/report/settings.js';

const arm = (name: string, setting: string, env: Readonly<Record<string, string>> = {}) => ({
  ...{ name, setting, env: { OPTIMIZATIONS: setting, ...env }, nodeArguments: [] },
});
const switches = { env: 'OPTIMIZATIONS', names: ['health-cache', 'routes-lazy'], settings: ['before', 'after'] };

it('shows where every optimization stood in every arm', () => {
  expect(settingsOf([arm('before', 'before'), arm('mine', 'before,health-cache=after', { A: '1' })], switches)).toEqual(
    {
      armNames: ['before', 'mine'],
      rows: [
        { name: 'health-cache', values: ['before', 'after'], differs: true },
        { name: 'routes-lazy', values: ['before', 'before'], differs: false },
        { name: 'A', values: ['(not set)', '1'], differs: true },
      ],
    },
  );
});

it('shows settings and arguments of a server without switches', () => {
  const slow = { ...arm('slow', 'slow'), env: {}, nodeArguments: ['--import', './delay.mjs'] };
  const fast = { ...arm('fast', 'fast'), env: {} };
  expect(settingsOf([slow, fast], undefined).rows).toEqual([
    { name: 'setting', values: ['slow', 'fast'], differs: true },
    { name: 'node arguments', values: ['--import ./delay.mjs', '(none)'], differs: true },
  ]);
});
