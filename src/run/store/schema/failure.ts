import { z } from 'zod';
import type {
  AnswerDifference,
  DatabaseFailure,
  Exhaustion,
  Failure,
  GeneratorFailure,
  LastAnswer,
  LinkFailure,
  NotReadyCause,
  ProcessEnd,
  ServerFailure,
  TrialFailure,
  WrongAnswersCause,
} from '../../../model/failure.js';
import { partDifference } from './answers.js';
import { among, facts, type KindIn, oneKindOf } from './facts.js';
import { requestFailure } from './request-failure.js';

/** Those that are no words of an older record. */
type Plain<T> = Exclude<T, { readonly told: string }>;
type Told<T> = Extract<T, { readonly told: string }>;

const exited = facts<KindIn<ProcessEnd, 'exited'>>({ kind: z.literal('exited'), code: z.number() });
const killed = facts<KindIn<ProcessEnd, 'killed'>>({ kind: z.literal('killed'), signal: z.string() });
const processEnd = oneKindOf<ProcessEnd, 'kind'>('kind', { exited, killed });

const lastAnswer = facts<LastAnswer>({
  port: z.number(),
  got: z.union([z.literal('none'), z.strictObject({ status: z.number() }), z.strictObject({ errorCode: z.string() })]),
});

type NotReady<Kind extends NotReadyCause['kind']> = KindIn<NotReadyCause, Kind>;

const notReadyCause = oneKindOf<NotReadyCause, 'kind'>('kind', {
  'cannot-start': facts<NotReady<'cannot-start'>>({
    kind: z.literal('cannot-start'),
    program: z.string(),
    message: z.string(),
  }),
  ended: facts<NotReady<'ended'>>({ kind: z.literal('ended'), end: processEnd }),
  https: facts<NotReady<'https'>>({ kind: z.literal('https'), port: z.number() }),
  'socket-file': facts<NotReady<'socket-file'>>({ kind: z.literal('socket-file'), path: z.string() }),
  unheard: facts<NotReady<'unheard'>>({ kind: z.literal('unheard'), port: z.number() }),
  'own-port': facts<NotReady<'own-port'>>({
    kind: z.literal('own-port'),
    port: z.number(),
    givenPort: z.number(),
  }),
  late: facts<NotReady<'late'>>({
    kind: z.literal('late'),
    afterMs: z.number(),
    path: z.string(),
    expectedStatus: z.number(),
    listeners: z.array(lastAnswer),
  }),
});

const textOrNumber = z.union([z.string(), z.number()]);

const difference: z.ZodType<AnswerDifference> = z.union([
  z.strictObject({ kind: z.enum(['missing', 'body']) }),
  z.strictObject({ kind: z.literal('parts'), parts: z.array(partDifference), more: z.number() }),
  z.strictObject({
    kind: z.enum(['status', 'contentType', 'bodyBytes']),
    got: textOrNumber,
    expected: textOrNumber,
  }),
]);

type Wrong<Kind extends WrongAnswersCause['kind']> = KindIn<WrongAnswersCause, Kind>;

const wrongAnswersCause = oneKindOf<WrongAnswersCause, 'kind'>('kind', {
  'failed-requests': facts<Wrong<'failed-requests'>>({
    kind: z.literal('failed-requests'),
    failureCount: z.number(),
    requestCount: z.number(),
    first: requestFailure.optional(),
  }),
  'no-answer': facts<Wrong<'no-answer'>>({ kind: z.literal('no-answer'), first: requestFailure }),
  differs: facts<Wrong<'differs'>>({
    kind: z.literal('differs'),
    className: z.string(),
    path: z.string(),
    referenceName: z.string(),
    difference,
  }),
  'login-failed': facts<Wrong<'login-failed'>>({ kind: z.literal('login-failed'), first: requestFailure }),
  'no-token': facts<Wrong<'no-token'>>({ kind: z.literal('no-token'), path: z.string(), token: z.string() }),
  'broken-connections': facts<Wrong<'broken-connections'>>({
    kind: z.literal('broken-connections'),
    count: z.number(),
    first: requestFailure.optional(),
  }),
});

/** A failure in the words of an older record. */
function toldOf<T extends { readonly kind: string }>(kinds: Readonly<Record<Told<T>['kind'], true>>) {
  return z.strictObject({
    kind: among(kinds),
    told: z.string(),
    requests: z.strictObject({ failureCount: z.number(), requestCount: z.number() }).optional(),
  }) as unknown as z.ZodType<Told<T>>;
}

type Server<Kind extends ServerFailure['kind']> = KindIn<Plain<ServerFailure>, Kind>;
type Silence = Server<'server-silent'>['cause'];

const serverFailure: z.ZodType<ServerFailure> = z.union([
  oneKindOf<Plain<ServerFailure>, 'kind'>('kind', {
    'not-ready': facts<Server<'not-ready'>>({ kind: z.literal('not-ready'), cause: notReadyCause }),
    'server-died': facts<Server<'server-died'>>({
      kind: z.literal('server-died'),
      end: oneKindOf<Server<'server-died'>['end'], 'kind'>('kind', {
        ...{ exited, killed },
        unseen: facts<KindIn<Server<'server-died'>['end'], 'unseen'>>({ kind: z.literal('unseen'), pid: z.number() }),
      }),
    }),
    'server-silent': facts<Server<'server-silent'>>({
      kind: z.literal('server-silent'),
      pid: z.number(),
      cause: oneKindOf<Silence, 'kind'>('kind', {
        'channel-closed': facts<KindIn<Silence, 'channel-closed'>>({ kind: z.literal('channel-closed') }),
        'no-answer': facts<KindIn<Silence, 'no-answer'>>({ kind: z.literal('no-answer'), withinMs: z.number() }),
      }),
    }),
    'wrong-answers': facts<Server<'wrong-answers'>>({ kind: z.literal('wrong-answers'), cause: wrongAnswersCause }),
    'no-responses': facts<Server<'no-responses'>>({ kind: z.literal('no-responses'), afterMs: z.number() }),
  }),
  toldOf<ServerFailure>({
    'not-ready': true,
    'server-died': true,
    'server-silent': true,
    'wrong-answers': true,
    'no-responses': true,
  }),
]);

export const exhaustion = among<Exhaustion>({
  'own-descriptors': true,
  'machine-descriptors': true,
  'local-ports': true,
});

type Generator<Kind extends GeneratorFailure['kind']> = KindIn<Plain<GeneratorFailure>, Kind>;
type Lateness = Generator<'generator-late'>['cause'];

export const generatorFailure: z.ZodType<GeneratorFailure> = z.union([
  oneKindOf<Plain<GeneratorFailure>, 'kind'>('kind', {
    'generator-saturated': facts<Generator<'generator-saturated'>>({
      kind: z.literal('generator-saturated'),
      cpuShare: z.number(),
    }),
    'generator-late': facts<Generator<'generator-late'>>({
      kind: z.literal('generator-late'),
      cause: oneKindOf<Lateness, 'kind'>('kind', {
        'not-sent': facts<KindIn<Lateness, 'not-sent'>>({
          kind: z.literal('not-sent'),
          sentCount: z.number(),
          plannedCount: z.number(),
        }),
        'sent-late': facts<KindIn<Lateness, 'sent-late'>>({ kind: z.literal('sent-late'), lateShare: z.number() }),
      }),
    }),
    'generator-out-of-resources': facts<Generator<'generator-out-of-resources'>>({
      kind: z.literal('generator-out-of-resources'),
      resource: exhaustion,
    }),
  }),
  toldOf<GeneratorFailure>({
    'generator-saturated': true,
    'generator-late': true,
    'generator-out-of-resources': true,
  }),
]);

type Database<Kind extends DatabaseFailure['kind']> = KindIn<DatabaseFailure, Kind>;
type Death = Database<'database-died'>['cause'];
type SeedFault = Database<'seeding-failed'>['cause'];

const databaseFailure = oneKindOf<DatabaseFailure, 'kind'>('kind', {
  'database-died': facts<Database<'database-died'>>({
    kind: z.literal('database-died'),
    source: z.string(),
    cause: oneKindOf<Death, 'kind'>('kind', {
      ended: facts<KindIn<Death, 'ended'>>({ kind: z.literal('ended'), end: processEnd }),
      'no-answer': facts<KindIn<Death, 'no-answer'>>({ kind: z.literal('no-answer'), withinMs: z.number() }),
      broken: facts<KindIn<Death, 'broken'>>({ kind: z.literal('broken'), message: z.string() }),
    }),
  }),
  'seeding-failed': facts<Database<'seeding-failed'>>({
    kind: z.literal('seeding-failed'),
    cause: oneKindOf<SeedFault, 'kind'>('kind', {
      error: facts<KindIn<SeedFault, 'error'>>({ kind: z.literal('error'), message: z.string() }),
    }),
  }),
});

export const trialFailure: z.ZodType<TrialFailure> = z.union([serverFailure, generatorFailure]);

const linkFailure = facts<LinkFailure>({ kind: z.literal('link-died'), end: processEnd });

export const failure: z.ZodType<Failure> = z.union([serverFailure, generatorFailure, databaseFailure, linkFailure]);
