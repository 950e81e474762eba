import { z } from 'zod';
import type { AnswerPart, PartDifference, VaryingAnswer } from '../../../model/answers.js';
import { among, facts, type KindIn, oneKindOf } from './facts.js';

const answerPart = oneKindOf<AnswerPart, 'kind'>('kind', {
  field: facts<KindIn<AnswerPart, 'field'>>({ kind: z.literal('field'), path: z.string() }),
  line: facts<KindIn<AnswerPart, 'line'>>({ kind: z.literal('line'), number: z.number() }),
  header: facts<KindIn<AnswerPart, 'header'>>({ kind: z.literal('header'), name: z.string() }),
  body: facts<KindIn<AnswerPart, 'body'>>({ kind: z.literal('body') }),
});

export const partDifference = facts<PartDifference>({
  part: answerPart,
  expected: z.string().optional(),
  got: z.string().optional(),
  entries: z.strictObject({ expected: z.number(), got: z.number() }).optional(),
  looksLike: among<NonNullable<PartDifference['looksLike']>>({ now: true, uuid: true }).optional(),
});

export const varyingAnswer = facts<VaryingAnswer>({
  className: z.string(),
  method: z.string(),
  path: z.string(),
  parts: z.array(answerPart),
});
