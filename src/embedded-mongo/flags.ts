/** What the command line asks for. */
export interface Flags {
  readonly version: boolean;
  readonly port: number;
  readonly host: string;
  readonly auth: boolean;
  /** `--setParameter ttlMonitorSleepSecs=…`: seconds between two sweeps of what has expired. */
  readonly ttlMonitorSleepSecs?: number;
}

/** mongod flags with a value that a server in memory can ignore rightly. */
const ignoredWithValue = [
  '--dbpath',
  '--storageEngine',
  '--logpath',
  '--wiredTigerCacheSizeGB',
  '--timeZoneInfo',
  '--pidfilepath',
];
const ignoredAlone = ['--noauth', '--nounixsocket', '--quiet', '--logappend', '--nojournal', '--noscripting'];

/** Reads mongod's flags. Throws an Error that names the one that is wrong. */
export function readFlags(argv: readonly string[]): Flags {
  let flags: Flags = { version: false, port: 27017, host: '127.0.0.1', auth: false };
  const words = argv.flatMap((word) =>
    /^--\w+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word],
  );
  for (let index = 0; index < words.length; index++) {
    const flag = words[index] ?? '';
    const value = () => {
      const next = words[++index];
      if (next === undefined) throw new Error(`${flag} needs a value`);
      return next;
    };
    if (flag === '--version') flags = { ...flags, version: true };
    else if (flag === '--auth') flags = { ...flags, auth: true };
    else if (flag === '--port') flags = { ...flags, port: readPort(value()) };
    else if (flag === '--bind_ip') flags = { ...flags, host: value().split(',')[0] ?? '127.0.0.1' };
    else if (flag === '--setParameter') flags = { ...flags, ...readParameter(value()) };
    else if (ignoredWithValue.includes(flag)) value();
    else if (!ignoredAlone.includes(flag))
      throw new Error(`unrecognised option '${flag}'; the embedded server has --port, --bind_ip, --auth and --version`);
  }
  return flags;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, is "${text}"`);
  return port;
}

/** Of mongod's parameters one means something here; the others change nothing in memory. */
function readParameter(text: string): Partial<Flags> {
  const [name, value = ''] = text.split('=');
  if (name !== 'ttlMonitorSleepSecs') return {};
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error(`--setParameter ttlMonitorSleepSecs must be a whole number of at least 1, got "${value}"`);
  return { ttlMonitorSleepSecs: seconds };
}
