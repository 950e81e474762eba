import { seededRandom, shuffled } from '../../model/random.js';
import type { RequestFault, RequestName } from '../../model/request-failure.js';
import type { Login, Population, RequestClass, Scenario } from '../../model/scenario.js';
import type { Session } from './session.js';

/** One request, ready to be sent, with the answer that is expected. */
export interface PreparedRequest {
  readonly className: string;
  readonly method: RequestClass['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly kind: RequestClass['kind'];
  readonly status: number;
  readonly bodyContains: string | undefined;
  readonly minBytes: number;
  readonly maxBytes: number;
}

/**
 * How many requests a sequence holds before it begins again: preparing them ahead costs the generator nothing while it
 * measures.
 */
const length = 4096;

type Draw = () => string;

function memberOf(population: Population, index: number): string {
  if (population.kind === 'listed') return population.members[index] ?? '';
  return (
    population.prefix +
    ((population.first ?? 0) + index).toString(population.base).padStart(population.digits, '0') +
    (population.suffix ?? '')
  );
}

function countOf(population: Population): number {
  return population.kind === 'listed' ? population.members.length : population.count;
}

/** Takes one member after another, from a place that the seed decides; begins again after the last. */
function takingTurns(population: Population, random: () => number): Draw {
  const count = countOf(population);
  let next = Math.floor(random() * count);
  return () => memberOf(population, next++ % count);
}

/**
 * Draws member i with probability proportional to 1 / (i + 1) ** exponent (Zipf), by inverting the cumulated weights.
 */
function drawing(population: Population, random: () => number): Draw {
  if (population.inTurn) return takingTurns(population, random);
  const count = countOf(population);
  let total = 0;
  const cumulated = Float64Array.from({ length: count }, (_, index) => {
    total += 1 / (index + 1) ** population.zipfExponent;
    return total;
  });
  return () => {
    const target = random() * total;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) < target) low = middle + 1;
      else high = middle;
    }
    return memberOf(population, low);
  };
}

/** `{env:NAME}`: a secret of the bench's own environment, which no record holds. */
function withSecrets(text: string): string {
  return text.replace(/\{env:(\w+)\}/g, (whole, name: string) => process.env[name] ?? whole);
}

function prepare(requestClass: RequestClass, draws: ReadonlyMap<string, Draw>, session: Session): PreparedRequest {
  const drawn = new Map<string, string>(session.token === undefined ? [] : [['token', session.token]]);
  const fill = (text: string) =>
    withSecrets(text).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const known = drawn.get(name);
      if (known !== undefined) return known;
      const draw = draws.get(name);
      if (!draw) return whole;
      const member = draw();
      drawn.set(name, member);
      return member;
    });
  const { expect } = requestClass;
  return {
    className: requestClass.name,
    method: requestClass.method,
    path: fill(requestClass.path),
    headers: headersOf(requestClass, session, fill),
    body: requestClass.body === undefined ? undefined : fill(requestClass.body),
    kind: requestClass.kind,
    status: expect.status,
    bodyContains: expect.bodyContains === undefined ? undefined : fill(expect.bodyContains),
    minBytes: expect.bodyBytes ?? expect.minimumBodyBytes ?? 0,
    maxBytes: expect.bodyBytes ?? Number.POSITIVE_INFINITY,
  };
}

/** Cookies of the login go with what has none of its own. */
function headersOf(
  { headers = {} }: Pick<RequestClass, 'headers'>,
  { cookie }: Session,
  fill: (text: string) => string,
): Record<string, string> {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
  const hasCookie = Object.keys(own).some((name) => name.toLowerCase() === 'cookie');
  return cookie === undefined || hasCookie ? own : { ...own, cookie };
}

/** A login, ready to be sent. */
export function preparedLogin({ method, path, headers, body, status }: Login): PreparedRequest {
  const parts = { ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) };
  const asClass = { name: 'login', weight: 1, method, path, ...parts, expect: { status }, kind: 'plain' } as const;
  return prepare(asClass, new Map(), {});
}

function drawsOf({ populations }: Pick<Scenario, 'populations'>, random: () => number): ReadonlyMap<string, Draw> {
  return new Map(Object.entries(populations).map(([name, population]) => [name, drawing(population, random)]));
}

/**
 * The requests of a slice: classes by their weights, members by their popularity, all decided by the seed, so that
 * every arm gets the very same requests in the same order. Begins again after 4,096.
 */
export function prepareSequence(
  scenario: Pick<Scenario, 'requests' | 'populations'>,
  seed: number,
  wanted: (requestClass: RequestClass) => boolean = () => true,
  session: Session = {},
): PreparedRequest[] {
  const random = seededRandom(seed);
  const classes = scenario.requests.filter(wanted);
  const total = classes.reduce((sum, { weight }) => sum + weight, 0);
  const draws = drawsOf(scenario, random);
  const pickClass = () => {
    let target = random() * total;
    return classes.find(({ weight }) => {
      target -= weight;
      return target < 0;
    });
  };
  return Array.from({ length: classes.length === 0 ? 0 : length }, pickClass).flatMap((requestClass) =>
    requestClass ? [prepare(requestClass, draws, session)] : [],
  );
}

/**
 * How many of `count` requests fall to each class by its weight, and at least one (largest remainders, Hamilton 1792).
 */
function apportion(classes: readonly RequestClass[], count: number): number[] {
  const total = classes.reduce((sum, { weight }) => sum + weight, 0);
  const quotas = classes.map(({ weight }) => (weight / total) * count);
  const counts = quotas.map((quota) => Math.max(1, Math.floor(quota)));
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - (counts[index] ?? 0) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  const left = count - counts.reduce((sum, each) => sum + each, 0);
  for (const { index } of byRemainder.slice(0, Math.max(0, left))) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/**
 * The requests of `count` turns, in a random order: each class as often as its weight says, not as luck has it. Two
 * logins more or less in a hundred turns would be most of a round's CPU.
 */
export function turnSequence(
  scenario: Pick<Scenario, 'requests' | 'populations'>,
  seed: number,
  count: number,
  session: Session = {},
): PreparedRequest[] {
  const random = seededRandom(seed);
  const draws = drawsOf(scenario, random);
  const counts = apportion(scenario.requests, count);
  const all = scenario.requests.flatMap((requestClass, index) =>
    Array.from({ length: counts[index] ?? 0 }, () => prepare(requestClass, draws, session)),
  );
  return shuffled(all, random);
}

/** What a failure tells of the request. */
export function nameOf({ className, method, path }: PreparedRequest): RequestName {
  return { className, method, path };
}

/** What is wrong with an answer; undefined for a good one. `contains` says whether the body holds a text. */
export function faultOf(
  request: PreparedRequest,
  status: number,
  bodyBytes: number,
  contains: (text: string) => boolean,
): RequestFault | undefined {
  if (status !== request.status) return { kind: 'status', expected: request.status, got: status };
  if (request.method === 'HEAD') return undefined;
  if (bodyBytes < request.minBytes || bodyBytes > request.maxBytes)
    return { kind: 'length', expected: request.minBytes, got: bodyBytes };
  if (request.bodyContains !== undefined && !contains(request.bodyContains))
    return { kind: 'lacks', text: request.bodyContains };
  return undefined;
}
