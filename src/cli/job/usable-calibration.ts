import { type Calibration, loadSettingsOf } from '../../model/calibration.js';
import { metricOf } from '../../model/metrics.js';
import type { RunRecord } from '../../model/record.js';
import { calibrateCommand } from '../../report/words/command-line.js';
import { storeFaultText } from '../../report/words/setup-faults.js';
import { StoreError } from '../../run/errors.js';
import { exitCodes } from '../edge/exit-code.js';
import type { Io } from '../edge/io.js';
import { UserError } from '../edge/user-error.js';
import { calibrationsIn } from './run-folder.js';

/**
 * The calibration that holds for a run whose database is known: one of this machine, database, scenario, profile and
 * load. Throws UserError for a file that cannot be read; and where the run is to gate by a metric in which the rig is
 * biased, with exit code 4, before minutes are spent on a verdict that cannot be given.
 */
export function usableCalibration(
  { host, database, plan }: RunRecord,
  { calibrations, gate }: { readonly calibrations?: string | undefined; readonly gate: boolean },
  io: Io,
): Calibration | undefined {
  // None is made through a link, which has a noise of its own.
  if (plan.condition) return undefined;
  const about = {
    host,
    databaseKind: database?.kind,
    scenarioName: plan.scenario.name,
    profileName: plan.profile.name,
    load: loadSettingsOf(plan),
  };
  const calibration = found(() => calibrationsIn(calibrations, io).find(about));
  const biased = plan.decision.gateMetrics.filter((metric) => calibration?.biasedMetrics.includes(metric));
  if (!gate || !calibration || biased.length === 0) return calibration;
  throw new UserError(
    [
      `--gate: the calibration of ${calibration.startedAtIso.slice(0, 10)} failed in`,
      `${biased.map((metric) => metricOf(metric).label).join(', ')}: identical servers measured differently; quiet the`,
      `machine and calibrate again (${calibrateCommand(plan)}), or judge by other metrics with --metrics`,
    ].join(' '),
    exitCodes.undecided,
  );
}

function found(find: () => Calibration | undefined): Calibration | undefined {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new UserError(`--calibrations: ${storeFaultText(error.fault)}; delete it, or calibrate again`);
  }
}
