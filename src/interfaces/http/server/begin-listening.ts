import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where to listen, and the settings that say so. */
export interface Place {
  readonly port: number;
  readonly host: string;
  readonly settings: { readonly port: string; readonly host: string };
}

/** Nobody can be served at the place that the settings name. The message says which is at fault. */
class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/**
 * Resolves with the port when the server listens: the one asked for, or the free one found for 0.
 * @throws {CannotListen}
 */
export const beginListening = async (server: Server, place: Place): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new CannotListen(whyNot(error, place))));
    server.listen(place.port, place.host, resolve);
  });
  return (server.address() as AddressInfo).port;
};

const whyNot = (error: Error & { code?: string }, place: Place): string =>
  reasons[error.code ?? '']?.(place) ??
  `Cannot listen on ${place.settings.host} ${place.host}, ${place.settings.port} ${place.port}: ` +
    error.message;

const taken = ({ port, host, settings }: Place): string =>
  `${settings.port} ${port} is taken on ${host}: stop what listens there, or set ` +
  `${settings.port} to another port.`;

const forbidden = ({ port, settings }: Place): string =>
  `${settings.port} ${port} is not this account's to take: set ${settings.port} to a port ` +
  'above 1023.';

const examples = '127.0.0.1 (this machine only), 0.0.0.0 or :: (all its addresses)';

const unknown = ({ host, settings }: Place): string =>
  `${settings.host} names ${host}, which has no address: set it to ${examples}.`;

const foreign = ({ host, settings }: Place): string =>
  `${settings.host} names ${host}, which is no address of this machine: set it to ${examples}.`;

const reasons: Readonly<Record<string, (place: Place) => string>> = {
  EADDRINUSE: taken,
  EACCES: forbidden,
  ENOTFOUND: unknown,
  EAI_AGAIN: unknown,
  EAI_FAIL: unknown,
  EAI_NODATA: unknown,
  EADDRNOTAVAIL: foreign,
  EAFNOSUPPORT: foreign,
  EINVAL: foreign,
};
