import type { Growth, GrowthComparison } from '../../model/analysis.js';
import type { NoGrowth } from '../select/no-growth.js';
import { formatTogether, formatValue } from './format.js';

/** `about 1.02 KiB of every request (0.99 … 1.05 KiB)` */
function keptText({ bytesPerRequest }: Growth): string {
  if (!bytesPerRequest) return 'something of every request';
  const { value, low, high } = bytesPerRequest;
  const [kept, ...ends] = formatTogether([value, low, high], 'bytes');
  return `about ${kept} of every request (${ends.join(' … ')})`;
}

/** What a leak cannot be told from, after as many requests as a round has. */
function orCache({ requestCount }: Growth): string {
  const requests = Math.round(requestCount).toLocaleString('en-US');
  return `a leak, or a cache with room for more than the ${requests} requests of a round`;
}

/** Which server leaks, and how much of a request it keeps. */
export function leakText({ armName, referenceName, before, after, difference }: GrowthComparison): string {
  const [isBefore, isAfter] = [before, after].map(({ outcome }) => outcome === 'leaks');
  if (isBefore && isAfter) {
    const more = difference.outcome === 'leaks' ? `; ${armName} ${keptText(difference)} more` : '';
    return `${referenceName} keeps ${keptText(before)}, ${armName} ${keptText(after)}${more}: ${orCache(after)}`;
  }
  const without = (name: string, { outcome }: Growth) => (outcome === 'undecided' ? '' : `, ${name} does not`);
  if (isBefore) return `${referenceName} keeps ${keptText(before)}${without(armName, after)}: ${orCache(before)}`;
  if (difference.outcome !== 'leaks') return `${armName} keeps ${keptText(after)}: ${orCache(after)}`;
  if (isAfter) return `${armName} keeps ${keptText(after)}${without(referenceName, before)}: ${orCache(after)}`;
  return `${armName} keeps ${keptText(difference)} more than ${referenceName}: ${orCache(difference)}`;
}

export function noGrowthText(why: NoGrowth): string {
  switch (why) {
    case 'not-node':
      return 'Leaks: not measured (only a server in Node tells what it has in use).';
    case 'too-few-requests':
      return 'Leaks: not looked for, because these servers answer too few requests in a round.';
    case 'not-read':
      return 'Leaks: not measured.';
  }
}

/** The same of servers of which none was found to leak. */
export function noLeakText({ armName, referenceName, before, after, difference }: GrowthComparison): string {
  const both = [before, after];
  if (both.some(({ bytesPerRequest }) => !bytesPerRequest))
    return `Leaks of ${armName}: six rounds are needed to tell.`;
  const most = Math.max(...both.map(({ bytesPerRequest }) => bytesPerRequest?.high ?? 0));
  const upTo = `what is kept of a request is at most ${formatValue(Math.max(0, most), 'bytes')}`;
  if (difference.outcome === 'fills')
    return `Leaks: none found. ${armName} grew more than ${referenceName} and then stopped or slowed down, as a cache does.`;
  // Where neither keeps anything the difference is nothing, whatever its noise.
  if (both.some(({ outcome }) => outcome === 'undecided'))
    return `Leaks: not decided between ${referenceName} and ${armName}: ${upTo}.`;
  return `Leaks: none found in ${referenceName} and ${armName}: ${upTo}.`;
}
