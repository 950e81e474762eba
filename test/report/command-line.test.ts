import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/report/command-line.js';
import { madeInput } from './made-analysis.js';

const { plan } = madeInput({ armNames: ['before', 'after', 'default'] }).record;

describe('the command that measures again', () => {
  it('names the arms, the looks, the seed and the metrics', () => {
    expect(commandLine(plan)).toBe(
      'npx lotus-bench compare browsing --before before --after after --arm default --profile standard --rounds 16 ' +
        '--connections 10 --db auto --seed 42',
    );
  });

  it('quotes for the shell, keeps variables, and hides a password', () => {
    const [before, after] = plan.arms;
    if (!before || !after) throw new Error('the fixture has no arms');
    const line = commandLine({
      ...plan,
      arms: [before, { ...after, setting: 'before,health-cache=after', env: { ...after.env, NOTE: "it's $HOME" } }],
      database: { kind: 'uri', uri: 'mongodb://user:secret@127.0.0.1:27017/?a=1&b=2' },
      budgetMs: 180_000,
      gateMetrics: ['startupMs', 'rssBytes'],
      failFast: false,
      pinnedCores: { servers: [0], database: [1], load: [1] },
      load: { ...plan.load, ratePerSecond: 300 },
    });
    expect(line).toContain(`--after before,health-cache=after --after-env 'NOTE=it'\\''s $HOME' `);
    expect(line).toContain(
      `--budget 180s --rate 300 --connections 10 --db 'mongodb://user:***@127.0.0.1:27017/?a=1&b=2' `,
    );
    expect(line).toContain('--pin --metrics startupMs,rssBytes --no-fail-fast --seed 42');
    expect(line).not.toContain('secret');
  });
});
