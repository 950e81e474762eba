import { describe, expect, it } from 'vitest';
import { Throttle } from '../../../src/rig/link/throttle.js';

describe('the throttle', () => {
  it('carries one parcel after another: | bytes | waits since | is through |', () => {
    const throttle = new Throttle(1000);
    expect([
      ['100', 0, throttle.pass(100, 0)],
      ['100', 0, throttle.pass(100, 0)],
      ['50', 120, throttle.pass(50, 120)],
      ['an idle line starts anew, without credit', 900, throttle.pass(100, 900)],
      ['nothing takes no time', 901, throttle.pass(0, 901)],
    ]).toEqual([
      ['100', 0, 100],
      ['100', 0, 200],
      ['50', 120, 250],
      ['an idle line starts anew, without credit', 900, 1000],
      ['nothing takes no time', 901, 1000],
    ]);
  });

  it('takes a new rate for what enters from then on, and makes nothing up for the time in which it stood still', () => {
    const throttle = new Throttle(1000);
    expect(throttle.pass(100, 0)).toBe(100);
    throttle.setRate(10_000);
    expect(throttle.entryMs(0)).toBe(100);
    expect(throttle.pass(100, 0)).toBe(110);
    throttle.stoodStill(500);
    expect(throttle.pass(100, 0)).toBe(510);
    throttle.setRate(undefined);
    expect(throttle.pass(1e9, 511)).toBe(511);
  });
});
