import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Checked, Mistake } from '../../plan/checked.js';
import type { Config } from '../../plan/config/config.js';
import { mixOfAccessLog } from '../../plan/config/traffic/access-log.js';
import { mixOfHar } from '../../plan/config/traffic/har.js';
import type { Mix } from '../../plan/config/traffic/mix.js';
import { leftOutText, trafficLines } from '../../report/words/traffic.js';
import type { Io } from '../edge/io.js';

/** What flags say of recorded traffic. */
export interface TrafficFlags {
  readonly har: string | undefined;
  readonly accessLog: string | undefined;
  readonly keepHeaders: string | undefined;
  readonly keepWrites: boolean;
  readonly get: readonly string[];
}

/** A config whose requests are those of the recording that flags name; as it is where they name none. */
export function withRecorded(base: Config | undefined, flags: TrafficFlags, io: Io): Checked<Config | undefined> {
  const requests = recordedRequests(flags, io);
  if (!requests) return { state: 'good', value: base };
  if (requests.state === 'mistaken') return requests;
  return { state: 'good', value: { start: '', ...base, requests: requests.value } };
}

/** The requests of recorded traffic, told in a few lines; undefined where no flag names any. */
function recordedRequests(flags: TrafficFlags, io: Io): Checked<Config['requests']> | undefined {
  const { har, accessLog, keepHeaders = '', keepWrites, get } = flags;
  const file = har ?? accessLog;
  if (file === undefined) return aloneMistakes(flags);
  const where = har === undefined ? '--access-log' : '--har';
  const mistaken = (problem: string): Checked<never> => ({ state: 'mistaken', mistakes: [{ where, problem }] });
  if (har !== undefined && accessLog !== undefined)
    return mistaken('--access-log names another recording; leave one out');
  if (get.length > 0) return mistaken('the requests are those of the recording; leave out --get');
  const names = keepHeaders.split(',').map((name) => name.trim().toLowerCase());
  const options = { keepHeaders: names.filter((name) => name !== ''), keepWrites };
  const mix = read(resolve(io.cwd, file), (text) => (har === undefined ? mixOfAccessLog : mixOfHar)(text, options));
  if ('problem' in mix) return mistaken(`${file} ${mix.problem}`);
  if (mix.requests.length === 0) {
    const left = leftOutText(mix.facts);
    return mistaken(`${file} has no request to be sent again${left === '' ? '' : `; left out: ${left}`}`);
  }
  const remedies = { writes: har === undefined ? '' : '--keep-writes', headers: '--keep-headers' };
  for (const line of trafficLines({ file, ...mix.facts }, remedies)) io.stderr.write(`${line}\n`);
  return { state: 'good', value: mix.requests };
}

/** Flags that say how a recording is read, where there is none. */
function aloneMistakes({ keepHeaders, keepWrites }: TrafficFlags): Checked<never> | undefined {
  const mistakes: Mistake[] = [];
  const remedy = 'name one with --har, or leave this out';
  if (keepHeaders !== undefined)
    mistakes.push({ where: '--keep-headers', problem: `it is of the headers of a recording; ${remedy}` });
  if (keepWrites) mistakes.push({ where: '--keep-writes', problem: `it is of what a recording changes; ${remedy}` });
  return mistakes.length > 0 ? { state: 'mistaken', mistakes } : undefined;
}

function read(path: string, mixIn: (text: string) => Mix | { readonly problem: string }) {
  try {
    return mixIn(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { problem: `cannot be read (${code}); name a file that is there` };
  }
}
