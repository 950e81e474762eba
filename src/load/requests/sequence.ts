import { seededRandom, shuffled } from '../../model/random.js';
import type { RequestFault, RequestName } from '../../model/request-failure.js';
import type { Population, RequestClass, Scenario } from '../../model/scenario.js';

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

/**
 * Draws member i with probability proportional to 1 / (i + 1) ** exponent (Zipf), by inverting the cumulated weights.
 */
function drawing(population: Population, random: () => number): Draw {
  const count = population.kind === 'listed' ? population.members.length : population.count;
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

function prepare(requestClass: RequestClass, draws: ReadonlyMap<string, Draw>): PreparedRequest {
  const drawn = new Map<string, string>();
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const draw = draws.get(name);
      if (!draw) return whole;
      const member = drawn.get(name) ?? draw();
      drawn.set(name, member);
      return member;
    });
  const { expect } = requestClass;
  return {
    className: requestClass.name,
    method: requestClass.method,
    path: fill(requestClass.path),
    headers: Object.fromEntries(Object.entries(requestClass.headers ?? {}).map(([name, value]) => [name, fill(value)])),
    body: requestClass.body === undefined ? undefined : fill(requestClass.body),
    kind: requestClass.kind,
    status: expect.status,
    bodyContains: expect.bodyContains === undefined ? undefined : fill(expect.bodyContains),
    minBytes: expect.bodyBytes ?? expect.minimumBodyBytes ?? 0,
    maxBytes: expect.bodyBytes ?? Number.POSITIVE_INFINITY,
  };
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
    requestClass ? [prepare(requestClass, draws)] : [],
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
): PreparedRequest[] {
  const random = seededRandom(seed);
  const draws = drawsOf(scenario, random);
  const counts = apportion(scenario.requests, count);
  const all = scenario.requests.flatMap((requestClass, index) =>
    Array.from({ length: counts[index] ?? 0 }, () => prepare(requestClass, draws)),
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
