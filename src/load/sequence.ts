import { seededRandom } from '../model/random.js';
import type { Population, RequestClass, Scenario } from '../model/scenario.js';

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
  readonly leastBytes: number;
  readonly mostBytes: number;
}

/** How many requests a sequence holds before it begins again: preparing them ahead costs the generator nothing while it measures. */
const length = 4096;

type Draw = () => string;

function memberOf(population: Population, index: number): string {
  if (population.kind === 'listed') return population.members[index] ?? '';
  return (
    population.prefix + index.toString(population.base).padStart(population.digits, '0') + (population.suffix ?? '')
  );
}

/** Draws member i with probability proportional to 1 / (i + 1) ** exponent (Zipf), by inverting the cumulated weights. */
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
    leastBytes: expect.bodyBytes ?? expect.minimumBodyBytes ?? 0,
    mostBytes: expect.bodyBytes ?? Number.POSITIVE_INFINITY,
  };
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
  const draws = new Map(
    Object.entries(scenario.populations).map(([name, population]) => [name, drawing(population, random)]),
  );
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

/** Of a mix the first requests of each class, class after class, as many of each: the rare ones as often as the others. */
export function classByClass(mix: readonly PreparedRequest[], perClass: number): PreparedRequest[] {
  const names = [...new Set(mix.map(({ className }) => className))].toSorted();
  return names.flatMap((name) => mix.filter(({ className }) => className === name).slice(0, perClass));
}

/** What is wrong with an answer, in words; undefined for a good one. `contains` says whether the body holds a text. */
export function faultOf(
  request: PreparedRequest,
  status: number,
  bodyBytes: number,
  contains: (text: string) => boolean,
): string | undefined {
  const wrong = (what: string) => `${request.className} (${request.method} ${request.path}): ${what}`;
  if (status !== request.status) return wrong(`expected status ${request.status}, got ${status}`);
  if (request.method === 'HEAD') return undefined;
  if (bodyBytes < request.leastBytes || bodyBytes > request.mostBytes)
    return wrong(`expected ${request.leastBytes} bytes, got ${bodyBytes}`);
  if (request.bodyContains !== undefined && !contains(request.bodyContains))
    return wrong(`the body lacks ${request.bodyContains}`);
  return undefined;
}
