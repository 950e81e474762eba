import { setTimeout as delay } from 'node:timers/promises';
import type { ActivitySample, Reading } from '../../model/machine.js';
import type { Quietness } from '../../model/record.js';
import { watchQuietness } from '../quietness.js';
import { absent, value } from './files.js';

/** A share, or why there is none. */
function reading(share: number | undefined, source: string): Reading<number> {
  return share === undefined ? absent(`no ${source}`) : value(share);
}

/** What a quietness says, each share with its reason where the platform does not tell. */
export function activityOf(quietness: Quietness, sampleMs: number): ActivitySample {
  return {
    sampleMs,
    foreignCpuShare: reading(quietness.foreignCpuShare, '/proc/stat'),
    stealShare: reading(quietness.stealShare, '/proc/stat'),
    cpuPressureShare: reading(quietness.cpuPressureShare, '/proc/pressure/cpu, which needs Linux 4.20 with PSI'),
  };
}

/** Watches the machine for so long, by the same means as a run does. Nothing else of the bench may work meanwhile. */
export async function sampleActivity(sampleMs: number): Promise<ActivitySample> {
  const quietness = watchQuietness();
  await delay(sampleMs);
  return activityOf(quietness(), sampleMs);
}
