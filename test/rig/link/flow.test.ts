import { beforeEach, describe, expect, it } from 'vitest';
import { Agenda } from '../../../src/rig/link/agenda.js';
import { Flow, type InOrder } from '../../../src/rig/link/flow.js';

// A flow on a clock that the test moves: it stands wherever the alarm was set to.
let nowMs: number;
let alarmMs: number | undefined;
let agenda: Agenda;
let flow: Flow;
let arrived: [what: string, atMs: number][];

beforeEach(() => {
  nowMs = 1000;
  alarmMs = undefined;
  arrived = [];
  agenda = new Agenda(() => nowMs, {
    set: (dueMs) => {
      alarmMs = dueMs;
    },
  });
  flow = new Flow(agenda);
});

function until(endMs: number): void {
  for (let next = alarmMs; next !== undefined && next <= endMs; next = alarmMs) {
    nowMs = Math.max(nowMs, next);
    alarmMs = undefined;
    agenda.ring();
  }
  nowMs = endMs;
}

function lane(): InOrder & { lost: number } {
  return {
    lastDueMs: Number.NEGATIVE_INFINITY,
    travelling: 0,
    lost: 0,
    lose() {
      this.lost++;
    },
  };
}

const send = (on: InOrder, what: string, bytes = 1) =>
  flow.carry(on, bytes, () => arrived.push([what, Math.round((nowMs - 1000) * 10) / 10]));

describe('a flow', () => {
  it('brings everything after its delay, and at once without one', () => {
    const one = lane();
    send(one, 'at once');
    flow.set(10, undefined);
    send(one, 'a');
    until(1004);
    send(one, 'b');
    until(1100);
    expect(arrived).toEqual([
      ['at once', 0],
      ['a', 10],
      ['b', 14],
    ]);
    expect(one.travelling).toBe(0);
  });

  it('keeps the order of a connection when the delay falls, and holds up no other', () => {
    const [one, other] = [lane(), lane()];
    flow.set(50, undefined);
    send(one, 'slow');
    flow.set(0, undefined);
    send(one, 'behind it');
    send(other, 'another connection');
    until(1100);
    expect(arrived).toEqual([
      ['another connection', 0],
      ['slow', 50],
      ['behind it', 50],
    ]);
  });

  it('shares its width between connections, and takes a new one for what waits', () => {
    const [one, other] = [lane(), lane()];
    flow.set(5, 1000);
    send(one, 'a', 10);
    send(other, 'b', 10);
    send(one, 'c', 10);
    send(other, 'd', 10);
    until(1012);
    flow.set(5, 10_000);
    until(1100);
    expect(arrived).toEqual([
      ['a', 15],
      ['b', 25],
      ['c', 26],
      ['d', 27],
    ]);
  });

  it('lets nothing pass while frozen, and loses nothing', () => {
    const one = lane();
    flow.set(10, undefined);
    send(one, 'on its way');
    until(1005);
    flow.be('frozen');
    send(one, 'sent into it');
    until(1100);
    expect(arrived).toEqual([]);
    flow.be('open');
    until(1200);
    expect(arrived).toEqual([
      ['on its way', 100],
      ['sent into it', 100],
    ]);
    expect(one.lost).toBe(0);
  });

  it('loses what is on its way or sent while it drops, and says so', () => {
    const [one, idle] = [lane(), lane()];
    flow.set(10, undefined);
    send(one, 'on its way');
    flow.be('dropping');
    send(one, 'sent into it');
    until(1100);
    flow.be('open');
    send(idle, 'afterwards');
    until(1200);
    expect(arrived).toEqual([['afterwards', 110]]);
    expect([one.lost, one.travelling, idle.lost]).toEqual([2, 0, 0]);
  });

  it('asks for the alarm no more often than every tenth of a millisecond', () => {
    const rings: number[] = [];
    flow.set(1, undefined);
    for (let i = 0; i < 100; i++) {
      nowMs = 1000 + i / 1000;
      send(lane(), String(i));
    }
    while (alarmMs !== undefined) {
      nowMs = alarmMs;
      rings.push(nowMs);
      alarmMs = undefined;
      agenda.ring();
    }
    expect(arrived).toHaveLength(100);
    expect(rings.length).toBeLessThan(4);
  });
});
