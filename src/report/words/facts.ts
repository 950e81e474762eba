import type { Arm } from '../../model/arm.js';
import { metricOf } from '../../model/metrics.js';
import type { RunRecord, SourceFacts } from '../../model/record.js';
import type { Selection } from '../select/contents.js';
import { resolvesText } from './calibration.js';
import { calibrateCommand } from './command-line.js';
import { conditionFacts, databaseLine, type Fact } from './conditions.js';
import { formatShare } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { installText, sourceText } from './sources.js';

/**
 * What makes an arm what it is: `after (setting after,health-cache=before; A=1)`, with variables and arguments of its
 * own. An arm and a setting may have the same name, so it is said which is which.
 */
function armText(arm: Arm, settingVariable: string | undefined, facts: SourceFacts | undefined): string {
  const env = Object.entries(arm.env).filter(([name]) => name !== settingVariable);
  const setting = arm.setting === undefined ? [] : [`setting ${arm.setting}`];
  const code = arm.source.kind === 'git' ? [sourceText(arm.source, facts)] : [];
  const node = arm.nodeBinary === undefined ? [] : [`Node ${arm.nodeBinary}`];
  const parts = [...code, ...node, ...setting, ...env.map(([name, value]) => `${name}=${value}`), ...arm.nodeArguments];
  return parts.length === 0 ? arm.name : `${arm.name} (${parts.map(plainText).join('; ')})`;
}

function armsText({ plan, sources }: RunRecord): string {
  const factsOfArm = (name: string) => sources?.find(({ armName }) => armName === name);
  return plan.arms.map((arm) => armText(arm, plan.scenario.switches?.env, factsOfArm(arm.name))).join(', ');
}

/** How the code of checkouts was made ready; told once where it was the same for all arms. */
function installedText({ sources = [] }: RunRecord): Fact[] {
  const told = sources.map((facts) => ({ armName: facts.armName, text: installText(facts) }));
  if (told.every(({ text }) => text === '')) return [];
  const [only = '', ...others] = new Set(told.map(({ text }) => text));
  if (others.length === 0) return [{ label: 'Installed', text: only }];
  return [{ label: 'Installed', text: told.map(({ armName, text }) => `${armName}: ${text || 'nothing'}`).join('; ') }];
}

function roundsText({ analysis, record: { plan } }: Selection): string {
  const redone = analysis.roundsRedone > 0 ? `, ${analysis.roundsRedone} redone because the machine was busy` : '';
  const looks = plan.decision.looks.join(', ');
  const look =
    looks === ''
      ? 'described, not judged'
      : analysis.look === undefined
        ? `no look was reached (looks at ${looks})`
        : `judged at the look after ${analysis.look} (looks at ${looks})`;
  return `${analysis.roundsUsed} used${redone}; ${look}; profile ${plan.profile.name}`;
}

/** The chance of a false alarm that the verdict's test was given. */
function alphaText({ plan }: RunRecord): string {
  const { alpha, gateMetrics } = plan.decision;
  const arms = plan.arms.length > 2 ? ', for each arm' : '';
  const metrics = counted(gateMetrics.length, 'judged metric');
  return `${formatShare(alpha)} for any false "improved" or "regressed" over ${metrics} and all looks${arms}`;
}

/** What the machine's calibration says it resolves; or, quietly, how to make one. */
function calibrationText({ calibration, plan }: RunRecord): string {
  if (plan.condition) return 'none: calibrations are made without a link';
  if (!calibration) return `none for this machine; make one with ${calibrateCommand(plan)}`;
  const bias = calibration.biasedMetrics.map((metric) => metricOf(metric).label);
  const biased = bias.length === 0 ? '' : `; biased in ${listed(bias)}`;
  return `of ${calibration.startedAtIso.slice(0, 10)}: ${resolvesText(calibration, plan.decision.gateMetrics)}${biased}`;
}

/** The conditions of a run, one fact a line, the most asked for first. What `said` has told is not told again. */
export function factsOf(selection: Selection, said = ''): Fact[] {
  const { record, conditions } = selection;
  const { plan } = record;
  return [
    ...(plan.database ? [{ label: 'Database', text: databaseLine(record.database) }] : []),
    { label: 'Scenario', text: plainText(`${plan.scenario.name}: ${plan.scenario.description}`) },
    { label: 'Arms', text: armsText(record) },
    ...installedText(record),
    { label: 'Rounds', text: roundsText(selection) },
    ...(plan.decision.gateMetrics.length === 0 ? [] : [{ label: 'Alpha', text: alphaText(record) }]),
    { label: 'Calibration', text: calibrationText(record) },
    ...conditionFacts(conditions, said),
  ];
}
