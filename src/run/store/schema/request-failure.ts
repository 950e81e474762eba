import { z } from 'zod';
import type { RequestFailure, RequestFault, RequestName } from '../../../model/request-failure.js';
import { facts, type KindIn, oneKindOf } from './facts.js';

type Fault<Kind extends RequestFault['kind']> = KindIn<RequestFault, Kind>;

const fault = oneKindOf<RequestFault, 'kind'>('kind', {
  status: facts<Fault<'status'>>({ kind: z.literal('status'), expected: z.number(), got: z.number() }),
  length: facts<Fault<'length'>>({ kind: z.literal('length'), expected: z.number(), got: z.number() }),
  lacks: facts<Fault<'lacks'>>({ kind: z.literal('lacks'), text: z.string() }),
  'cut-off': facts<Fault<'cut-off'>>({ kind: z.literal('cut-off'), bytes: z.number() }),
  'no-answer': facts<Fault<'no-answer'>>({ kind: z.literal('no-answer'), withinMs: z.number() }),
  refused: facts<Fault<'refused'>>({ kind: z.literal('refused') }),
  reset: facts<Fault<'reset'>>({ kind: z.literal('reset') }),
  closed: facts<Fault<'closed'>>({ kind: z.literal('closed') }),
  'connection-failed': facts<Fault<'connection-failed'>>({ kind: z.literal('connection-failed'), message: z.string() }),
  told: facts<Fault<'told'>>({ kind: z.literal('told'), text: z.string() }),
});

export const requestFailure = facts<RequestFailure>({
  request: facts<RequestName>({ className: z.string(), method: z.string(), path: z.string() }).optional(),
  fault,
});
