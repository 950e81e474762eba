import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../src/report/words/command-line.js';
import { madeInput, phases } from '../made-analysis.js';

const { plan } = madeInput({ armNames: ['before', 'after', 'default'] }).record;

describe('the command that measures again', () => {
  it('names the arms, the looks, the limits and the seed', () => {
    expect(commandLine(plan)).toBe(
      'npx lotus-bench compare browsing --before before --after after --arm default --profile standard --rounds 16 ' +
        '--connections 10 --db auto --limit startupMs=5 --limit responseTimeUs=3 --limit throughputPerSecond=5 ' +
        '--limit memoryInUseBytes=3 --limit cpuPerRequestUs=3 --seed 42',
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
      decision: {
        ...plan.decision,
        gateMetrics: ['startupMs', 'rssBytes'],
        limits: { ...plan.decision.limits, startupMs: 0.025, latencyP99Us: 0.5 },
      },
      failFast: false,
      pinnedCores: { servers: [0], database: [1], load: [1] },
      profile: { ...plan.profile, phases: [phases.turns, { ...phases.open, ratePerSecond: 300 }] },
    });
    expect(line).toContain(`--after before,health-cache=after --after-env 'NOTE=it'\\''s $HOME' `);
    expect(line).toContain(
      `--budget 180s --rate 300 --connections 10 --db 'mongodb://user:***@127.0.0.1:27017/?a=1&b=2' `,
    );
    expect(line).toContain(
      '--pin --metrics startupMs,rssBytes --limit startupMs=2.5 --limit latencyP99Us=50 --limit rssBytes=10 ' +
        '--no-fail-fast --seed 42',
    );
    expect(line).not.toContain('secret');
  });
});

it('does not name metrics that the scenario cannot have', () => {
  const streams = plan.scenario.requests.map((request) => ({ ...request, kind: 'stream' as const }));
  const gateMetrics = plan.decision.gateMetrics.filter((metric) => metric !== 'throughputPerSecond');
  const streaming = { ...plan, decision: { ...plan.decision, gateMetrics } };
  expect(commandLine({ ...streaming, scenario: { ...plan.scenario, requests: streams } })).not.toContain('--metrics');
  expect(commandLine(streaming)).toContain('--metrics startupMs,responseTimeUs,memoryInUseBytes,cpuPerRequestUs');
});
