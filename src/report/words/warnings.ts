import type { GeneratorFailure } from '../../model/failure.js';
import { metricOf } from '../../model/metrics.js';
import type { NoiseCause } from '../../model/reasons.js';
import type { Warning } from '../select/warnings.js';
import { failureText } from './failures.js';
import { formatShare, formatWholeShare } from './format.js';
import { leakText } from './growth.js';
import { counted, listed, plainText } from './plain-text.js';
import { reasonText } from './reasons.js';
import { clockFaultText, recordWarningText, redoneText } from './rounds.js';
import { leftBehindText } from './sources.js';

const causes: Readonly<Record<NoiseCause, string>> = {
  foreignCpuShare: 'other programs used',
  stealShare: 'the hypervisor took',
};

/** Why slices were left out: the load generator's faults. */
const faults: Readonly<Record<GeneratorFailure['kind'], string>> = {
  'generator-saturated': 'the load generator was saturated',
  'generator-late': 'the load generator fell behind',
  'generator-out-of-resources': 'the load generator ran out of resources',
};

/** `fell by 4.1 %` */
function moved(ratio: number): string {
  return `${ratio < 1 ? 'fell' : 'rose'} by ${formatShare(Math.abs(ratio - 1))}`;
}

/** `1 round was`, `3 rounds were`. */
function were(count: number, noun: string): string {
  return `${counted(count, noun)} ${count === 1 ? 'was' : 'were'}`;
}

/** One warning in one line. A detail that `said` has told is not told again. */
function warningText(warning: Warning, said: string): string {
  switch (warning.kind) {
    case 'refused':
      return `the database refused: ${warning.features.map(([feature, count]) => `${feature} (${count})`).join(', ')}`;
    case 'leak':
      return leakText(warning.growth);
    case 'of-run':
      return recordWarningText(warning.warning);
    case 'redone':
      return `${were(warning.count, 'round')} redone: ${[...new Set(warning.reasons.map(redoneText))].join('; ')}`;
    case 'noise-throughout':
      return `${causes[warning.cause]} ${formatWholeShare(warning.share)} of a core throughout the run`;
    case 'noise-in-rounds': {
      const { cause, upTo, disturbed, rounds } = warning;
      return `${causes[cause]} up to ${formatWholeShare(upTo)} of a core in ${disturbed} of ${rounds} rounds that count`;
    }
    case 'beyond-look':
      return `${counted(warning.rounds, 'round')} after the last look (${warning.look}) could not be judged`;
    case 'invalid-rounds':
      return `${warning.count} of ${warning.rounds} rounds do not count for ${warning.armName}: a trial was invalid`;
    case 'incomplete-rounds': {
      const { count, rounds, armName, reasons } = warning;
      return `${count} of ${rounds} rounds do not count for ${armName}: ${reasons.map(reasonText).join('; ')}`;
    }
    case 'excluded-slices': {
      const { count, slices, armName, reasons } = warning;
      const why = reasons.map((reason) => faults[reason]).join(', ');
      return `${count} of ${slices} slice pairs of ${armName} were left out: ${why}`;
    }
    case 'not-steady': {
      const { armName, ratio, windows, profileName } = warning;
      const remedy = profileName === 'deep' ? '' : `; a larger --profile than ${profileName} warms up longer`;
      return `${armName} was not steady after its warm-up: its CPU per request still ${moved(ratio)} over the last ${windows} windows${remedy}`;
    }
    case 'arms-moved-apart':
      return `${warning.armName}: its response time, against the reference's, ${moved(warning.ratio)} from the first to the second half of a round's turns`;
    case 'noisier-than-calibrated': {
      const [now, usual] = [warning.roundSd, warning.calibratedSd].map(formatShare);
      return `${warning.armName}: ${metricOf(warning.metric).label} varied by ${now} between rounds; calibrated: ${usual}`;
    }
    case 'invalid-trials': {
      const { armName, failure, rounds } = warning;
      const detail = failureText(failure, armName);
      const where = `${rounds.length === 1 ? 'round' : 'rounds'} ${listed(rounds.map(String))}`;
      return `${armName} was invalid in ${where} (${failure.kind})${said.includes(plainText(detail)) ? '' : `: ${detail}`}`;
    }
    case 'further-invalid-trials':
      return `${counted(warning.count, 'further invalid trial')} in record.json`;
    case 'last-output':
      return `last output of ${warning.armName}: ${warning.lines.join(' | ')}`;
    case 'left-behind':
      return leftBehindText(warning.armName, warning.files);
    case 'moved-port': {
      const { armNames, port } = warning;
      const [verb, each] = armNames.length === 1 ? ['listens', 'it'] : ['listen', 'each'];
      return `${listed(armNames)} ${verb} on port ${port}, whatever PORT says: ${each} was given a free port instead`;
    }
    case 'clock-fault': {
      const { armName, fault, count, starts } = warning;
      return `${armName}: ${clockFaultText(fault)} (${count} of ${counted(starts, 'start')})`;
    }
    case 'sent-again': {
      const { armName, count } = warning;
      const requests = `${counted(count, 'request')} to ${armName} ${count === 1 ? 'was' : 'were'}`;
      return `${requests} sent again on a new connection: the server had closed the idle one`;
    }
    case 'sent-late': {
      const { armName, share } = warning;
      return `${formatShare(share)} of the open loop's requests to ${armName} were sent late: the load generator fell behind`;
    }
  }
}

/** What a reader must know before believing the figures, each in one harmless line. */
export function warningTexts(warnings: readonly Warning[], said = ''): string[] {
  return [...new Set(warnings.map((warning) => plainText(warningText(warning, said))))];
}
