import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where to listen, and the settings that say so. */
export interface Place {
  readonly port: number;
  readonly host: string;
  readonly settings: { readonly port: string; readonly host: string };
}

/** Nobody can be served at the place that the settings name. The message says which is at fault. */
export class CannotListen extends Error {
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

const whyNot = (error: Error & { code?: string }, { port, host, settings }: Place): string => {
  const example = '127.0.0.1 (this machine only), 0.0.0.0 or :: (all its addresses)';
  switch (error.code) {
    case 'EADDRINUSE':
      return (
        `${settings.port} ${port} is taken on ${host}: stop what listens there, or set ` +
        `${settings.port} to another port.`
      );
    case 'EACCES':
      return (
        `${settings.port} ${port} is not this account's to take: set ${settings.port} to a port ` +
        'above 1023.'
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return `${settings.host} names ${host}, which has no address: set it to ${example}.`;
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return (
        `${settings.host} names ${host}, which is no address of this machine: set it to ` +
        `${example}.`
      );
    default:
      return `Cannot listen on ${settings.host} ${host}, ${settings.port} ${port}: ${error.message}`;
  }
};
