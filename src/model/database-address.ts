/** A database's address, as far as a link can stand in for it: one host. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
}

const defaultPort = 27_017;

/** `mongodb://`, who one is, the hosts, and the rest. */
const parts = /^(mongodb:\/\/(?:[^@/?]*@)?)([^/?]+)(.*)$/;

/**
 * The one server that a URI names; undefined for several hosts, names that are looked up (`+srv`), and socket files.
 */
export function addressOf(uri: string): DatabaseAddress | undefined {
  const [, , hosts = ''] = parts.exec(uri) ?? [];
  const [, bracketed, plain, port = String(defaultPort)] =
    /^(?:\[([^\]]+)\]|([^:,[\]%]+))(?::(\d+))?$/.exec(hosts) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? undefined : { host, port: Number(port) };
}

/**
 * The URI with another address in its place. It is connected to directly: a driver that heard from a replica set where
 * its members are would go there, past whatever stands in between.
 */
export function withAddress(uri: string, { host, port }: DatabaseAddress): string {
  const [, start = '', , rest = ''] = parts.exec(uri) ?? [];
  const moved = `${start}${host}:${port}${rest}`;
  if (/[?&]directConnection=/i.test(rest)) return moved.replace(/([?&]directConnection)=[^&]*/i, '$1=true');
  return `${moved}${rest.includes('?') ? '&' : rest.includes('/') ? '?' : '/?'}directConnection=true`;
}
