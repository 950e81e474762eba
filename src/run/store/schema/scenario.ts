import { z } from 'zod';
import {
  type Expectation,
  type Login,
  type OwnWords,
  type Population,
  type Promised,
  type RequestClass,
  requestMethods,
  type Scenario,
  type Switches,
} from '../../../model/scenario.js';
import { launch, target } from './arm.js';
import { among, facts, oneKindOf, textByName, texts } from './facts.js';
import { ofSomeMetrics } from './metrics.js';

const population = oneKindOf<Population, 'kind'>('kind', {
  numbered: facts<Extract<Population, { kind: 'numbered' }>>({
    kind: z.literal('numbered'),
    prefix: z.string(),
    digits: z.number(),
    base: z.union([z.literal(10), z.literal(16)]),
    suffix: z.string().optional(),
    first: z.number().optional(),
    count: z.number(),
    zipfExponent: z.number(),
    inTurn: z.literal(true).optional(),
  }),
  listed: facts<Extract<Population, { kind: 'listed' }>>({
    kind: z.literal('listed'),
    members: texts,
    zipfExponent: z.number(),
    inTurn: z.literal(true).optional(),
  }),
});

const expectation = facts<Expectation>({
  status: z.number(),
  bodyContains: z.string().optional(),
  bodyBytes: z.number().optional(),
  minimumBodyBytes: z.number().optional(),
});

const method = z.enum(requestMethods);

const requestClass = facts<RequestClass>({
  name: z.string(),
  weight: z.number(),
  method,
  path: z.string(),
  headers: textByName.optional(),
  body: z.string().optional(),
  expect: expectation,
  varies: z.union([z.literal(true), texts]).optional(),
  kind: among<RequestClass['kind']>({ plain: true, stream: true }),
});

const login = facts<Login>({
  method,
  path: z.string(),
  headers: textByName.optional(),
  body: z.string().optional(),
  status: z.number(),
  token: z.string().optional(),
});

const promised = facts<Promised>({ text: z.string(), ratio: z.number().optional() });

export const switches = facts<Switches>({ env: z.string(), names: texts, settings: texts });
export const populations = z.record(z.string(), population);
export const requests = z.array(requestClass);
export const promises = ofSomeMetrics(promised);

export const scenario = facts<Scenario>({
  name: z.string(),
  description: z.string(),
  launch,
  target,
  switches: switches.optional(),
  own: facts<OwnWords>({ server: texts, arms: texts }).optional(),
  login: login.optional(),
  populations,
  requests,
  promises,
});
