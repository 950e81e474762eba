import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Attribution, AttributionRecord } from '../../src/model/attribution.js';
import { attributionMarkdown } from '../../src/report/draw/markdown/attribution.js';
import { plainPaint } from '../../src/report/draw/paint.js';
import { attributionTerminal } from '../../src/report/draw/terminal/attribution.js';
import { attributionJson } from '../../src/report/export/attribution-json.js';
import { attributionContents } from '../../src/report/words/attribution.js';
import { experimentsRecord } from '../../src/run/store/schema/experiments.js';
import { attribute } from '../../src/stats/factorial/attribute.js';

// One real run: the one that is committed beside that of the claims.

const folder = new URL('../../reports/lotus-optimization-report/attribution/', import.meta.url);
const record = JSON.parse(readFileSync(new URL('record.json', folder), 'utf8')) as AttributionRecord;
const found = attribute(record);
const contents = attributionContents(record, found);
const measured = (metric: string) => {
  const one = found.find((each) => each.metric === metric);
  if (one?.state !== 'measured') throw new Error(`${metric} is ${one?.state}`);
  return one;
};

describe('the committed run of attribute', () => {
  it('is a whole record, and has the reports that are made of it', () => {
    expect(experimentsRecord('attribution').safeParse(record).error).toBeUndefined();
    expect(record.end).toEqual({ state: 'complete' });
    expect(readFileSync(new URL('attribution.json', folder), 'utf8')).toBe(attributionJson(record, found));
    expect(readFileSync(new URL('report.md', folder), 'utf8')).toBe(attributionMarkdown(contents));
  });

  it('names lazy routes and parallel services as what moves start-up, and its parts add up', () => {
    const { parts, addsUp } = measured('startupMs');
    const moving = parts.filter(({ standsOut, effect }) => standsOut && effect.ratio < 1);
    expect(moving.map(({ factor }) => factor)).toEqual(expect.arrayContaining(['routes-lazy', 'services-parallel']));
    expect(addsUp).toBe(true);
  });

  it('has the same changes in JSON, markdown and on a terminal', () => {
    const json = JSON.parse(attributionJson(record, found)) as { metrics: Attribution[] };
    expect(json.metrics).toEqual(found);
    const markdown = attributionMarkdown(contents);
    const terminal = attributionTerminal(contents, { paint: plainPaint, columns: 200 });
    for (const { name, cells } of [...contents.parts, ...contents.totals]) {
      const inMarkdown = markdown.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
      const inTerminal = terminal.split('\n').find((line) => line.startsWith(name)) ?? '';
      for (const { change, interval } of cells) {
        expect(inMarkdown).toContain(change);
        expect(inMarkdown).toContain(interval);
        expect(inTerminal).toContain(change);
      }
    }
  });
});

// The second, plain implementation: means of the runs that have a part at its last and at its first, nothing else.

const rounds = record.results[0]?.rounds ?? [];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function plainEffect(factor: number, value: string): number {
  const levels = new Map(record.plan.pairs.flat().map(({ arm, levels: of }) => [arm.name, of]));
  const logs = (last: boolean) =>
    rounds.flatMap(({ observations }) =>
      observations.flatMap((each) =>
        each.state === 'observed' && levels.get(each.armName)?.[factor] === last
          ? [Math.log(each.values[value] ?? Number.NaN)]
          : [],
      ),
    );
  return mean(logs(true)) - mean(logs(false));
}

/** What a part is by each repetition alone: their spread is another way to its interval. */
function plainSpread(factor: number, value: string): number {
  const pairCount = record.plan.pairs.length;
  const byRepetition = Array.from({ length: record.plan.repetitions }, (_, repetition) => {
    const differences = rounds
      .filter(({ index }) => Math.floor(index / pairCount) === repetition)
      .map(({ observations }) => {
        const [last, first] = [true, false].map((wanted) => {
          const one = observations.find(
            ({ armName }) =>
              record.plan.pairs.flat().find(({ arm }) => arm.name === armName)?.levels[factor] === wanted,
          );
          return one?.state === 'observed' ? Math.log(one.values[value] ?? Number.NaN) : Number.NaN;
        });
        return (last ?? Number.NaN) - (first ?? Number.NaN);
      });
    return mean(differences);
  });
  const centre = mean(byRepetition);
  return Math.sqrt(mean(byRepetition.map((each) => (each - centre) ** 2)));
}

describe('every part of it, by a second and plain implementation', () => {
  it.each(record.plan.measures)('$metric', ({ metric, value }) => {
    const { parts, sum, whole } = measured(metric);
    for (const [i, { effect }] of parts.entries()) {
      expect(Math.log(effect.ratio)).toBeCloseTo(plainEffect(i, value), 9);
      const halfWidth = Math.log(effect.high / effect.low) / 2;
      expect(halfWidth).toBeGreaterThan(0.3 * plainSpread(i, value));
    }
    expect(Math.log(sum.ratio)).toBeCloseTo(
      parts.reduce((all, _, i) => all + plainEffect(i, value), 0),
      9,
    );
    const [first, last] = record.plan.pairs[0] ?? [];
    const logsOf = (name = '') =>
      rounds.flatMap(({ observations }) =>
        observations.flatMap((each) =>
          each.state === 'observed' && each.armName === name ? [Math.log(each.values[value] ?? Number.NaN)] : [],
        ),
      );
    expect(Math.log(whole.ratio)).toBeCloseTo(mean(logsOf(last?.arm.name)) - mean(logsOf(first?.arm.name)), 9);
  });
});
