import { type PreparedRequest, prepareSequence } from '../../load/requests/sequence.js';
import type { Scenario } from '../../model/scenario.js';

/** No request of an experiment takes nearly as long; one that does has failed. */
export const requestTimeoutMs = 30_000;

/**
 * A scenario with these of its requests only. Throws RangeError for one that it has not: a mistake in the experiment.
 */
export function chosen(scenario: Scenario, names: readonly string[]): Scenario {
  const requests = names.map((name) => {
    const request = scenario.requests.find((each) => each.name === name);
    if (!request) throw new RangeError(`no request is named ${name}`);
    return request;
  });
  return { ...scenario, requests };
}

/** One request of a kind, ready to be sent. */
export function oneRequest(scenario: Scenario, name: string, seed: number): PreparedRequest {
  const [request] = prepareSequence(chosen(scenario, [name]), seed);
  if (!request) throw new RangeError(`no request is named ${name}`);
  return request;
}
