import { z } from 'zod';
import type { Absence } from '../../../model/absence.js';
import type { PhaseKind } from '../../../model/plan.js';
import { linkSide } from './condition.js';
import { among, facts, type KindIn, oneKindOf, texts } from './facts.js';
import { profileName } from './plan.js';
import { clockFault } from './round.js';

const phase = among<PhaseKind>({ turns: true, closed: true, stream: true, open: true });

/** One without numbers. */
function plain<Kind extends Absence['kind']>(kind: Kind) {
  return z.strictObject({ kind: z.literal(kind) }) as unknown as z.ZodType<KindIn<Absence, Kind>>;
}

export const absence = oneKindOf<Absence, 'kind'>('kind', {
  'no-slice': facts<KindIn<Absence, 'no-slice'>>({ kind: z.literal('no-slice'), phase }),
  'no-phase': facts<KindIn<Absence, 'no-phase'>>({ kind: z.literal('no-phase'), phase, profileName }),
  'no-requests': facts<KindIn<Absence, 'no-requests'>>({
    kind: z.literal('no-requests'),
    phase,
    scenarioName: z.string(),
  }),
  'too-few-requests': facts<KindIn<Absence, 'too-few-requests'>>({
    kind: z.literal('too-few-requests'),
    needed: z.number(),
    had: z.number(),
  }),
  'no-mark': facts<KindIn<Absence, 'no-mark'>>({ kind: z.literal('no-mark'), marks: texts }),
  'clock-fault': facts<KindIn<Absence, 'clock-fault'>>({ kind: z.literal('clock-fault'), fault: clockFault }),
  'not-counted': facts<KindIn<Absence, 'not-counted'>>({
    kind: z.literal('not-counted'),
    by: among<'server' | 'database'>({ server: true, database: true }),
  }),
  'no-link': facts<KindIn<Absence, 'no-link'>>({ kind: z.literal('no-link'), side: linkSide }),
  'no-ratio': facts<KindIn<Absence, 'no-ratio'>>({ kind: z.literal('no-ratio'), roundIndex: z.number() }),
  told: facts<KindIn<Absence, 'told'>>({ kind: z.literal('told'), text: z.string() }),
  'no-start-up': plain('no-start-up'),
  'impossible-times': plain('impossible-times'),
  'no-query': plain('no-query'),
  'unknown-to-platform': plain('unknown-to-platform'),
  'not-node': plain('not-node'),
  'no-collection': plain('no-collection'),
  'no-answer': plain('no-answer'),
  'no-request': plain('no-request'),
  'no-shared-turn': plain('no-shared-turn'),
  'no-round': plain('no-round'),
});
