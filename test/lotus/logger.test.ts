import { describe, expect, it, vi } from 'vitest';
import { type OptimizationSetting, readOptimizations } from '../../src/lotus/optimizations.js';
import { Logger } from '../../src/lotus/utils/logger.js';

function loggerWith(setting: OptimizationSetting) {
  const read = readOptimizations(setting);
  if ('mistakes' in read) throw new Error('the setting is wrong');
  const writes: string[] = [];
  return { logger: new Logger(read.optimizations, (text) => writes.push(text)), writes };
}

const log = (logger: Logger, count: number) => {
  for (let i = 0; i < count; i++) logger.request('GET', `/${i}`, 200, 1);
};

describe('logger-buffering', () => {
  it.each([
    ['before', 120],
    ['default', 120],
    ['after', 3],
  ] as const)('%s: 120 request lines are %i writes', (setting, writesWanted) => {
    const { logger, writes } = loggerWith(setting);
    log(logger, 120);
    logger.flush();
    expect(writes).toHaveLength(writesWanted);
    expect(writes.join('\n').split('\n')).toHaveLength(120);
  });

  it('after: what is fewer than 50 lines is written after 100 ms', () => {
    vi.useFakeTimers();
    const { logger, writes } = loggerWith('after');
    log(logger, 3);
    expect(writes).toHaveLength(0);
    vi.advanceTimersByTime(100);
    expect(writes).toHaveLength(1);
    vi.useRealTimers();
  });

  it('after: other lines do not overtake waiting ones', () => {
    const { logger, writes } = loggerWith('after');
    log(logger, 1);
    logger.warning('careful');
    expect(writes.map((text) => text.split('] ')[1])).toEqual(['GET /0 200 1.0 ms', 'careful']);
  });
});

describe('logger-prefixes', () => {
  it('writes the same text in every setting', () => {
    const texts = (['before', 'default', 'after'] as const).map((setting) => {
      const { logger, writes } = loggerWith(setting);
      logger.success('up');
      return writes[0];
    });
    expect(new Set(texts)).toEqual(new Set(['✅ [SUCCESS] up']));
  });
});

describe('logger-banner', () => {
  it.each([
    ['before', 3],
    ['default', 3],
    ['after', 1],
  ] as const)('%s: three lines are %i writes', (setting, writesWanted) => {
    const { logger, writes } = loggerWith(setting);
    logger.banner(['a', 'b', 'c']);
    expect(writes).toHaveLength(writesWanted);
  });
});
