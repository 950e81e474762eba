import { expect, it } from 'vitest';
import { progressView } from '../../../src/cli/edge/progress-view.js';
import type { ProgressEvent } from '../../../src/model/progress.js';

const phase = (armName: string): ProgressEvent => ({
  ...{ kind: 'phase', roundIndex: 0, maxRounds: 12, armName, phase: 'warm-up', roundShare: 0.2 },
});
const done: ProgressEvent = {
  ...{ kind: 'round-done', roundIndex: 0, maxRounds: 12, elapsedMs: 9000, maxRemainingMs: 99_000 },
  ...{ estimates: [{ metric: 'startupMs', armName: 'after', ratio: 0.9 }], redone: undefined },
};

function shown(isTTY: boolean, events: readonly ProgressEvent[]): string {
  let text = '';
  const view = progressView({
    isTTY,
    columns: 80,
    write: (more) => {
      text += more;
    },
  });
  for (const event of events) view.show(event);
  view.end();
  return text;
}

/** What a terminal shows in the end: lines are taken back where the cursor went up and erased. */
function onScreen(text: string): string[] {
  const lines: string[] = [];
  for (const part of text.replaceAll('\u001b', 'ESC').split(/(ESC\[\d+AESC\[J)/)) {
    const up = /^ESC\[(\d+)A/.exec(part)?.[1];
    if (up) lines.splice(lines.length - Number(up));
    else lines.push(...part.split('\n').slice(0, -1));
  }
  return lines;
}

it('elsewhere than on a terminal every step and round is a plain line, and phases are none', () => {
  expect(shown(false, [{ kind: 'step', step: 'filling-database' }, phase('before'), done, phase('after')])).toBe(
    'filling the database\nround 1 of at most 12 done, at most 1 min 39 s to go; so far after: start-up −10 %\n',
  );
});

it('on a terminal the phases are drawn over each other, and what stays is whole', () => {
  const events = [{ kind: 'step', step: 'filling-database' } as const, phase('before'), phase('after')];
  const text = shown(true, events);
  expect(text).toContain('before: warm-up');
  expect(text).toContain('after: warm-up');
  expect(onScreen(text)).toEqual(['filling the database']);
  const redone: ProgressEvent = { ...done, redone: { kind: 'foreign-cpu', share: 0.6 } };
  expect(onScreen(shown(true, [...events, done, phase('after'), redone]))).toEqual([
    'filling the database',
    'round 1 of at most 12 will be redone: other programs used 60 % of a core',
  ]);
});
