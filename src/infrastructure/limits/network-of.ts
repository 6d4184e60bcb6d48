import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whom an address is counted as: an IPv4 address as itself, an IPv6 address as its /64, which one
 * customer of a provider has to themselves. What is no address is counted as one, so that nobody
 * is counted anew by writing it in another way.
 */
export const networkOf = (address: string): string => {
  if (isIP(address) === 0) return 'unknown';
  const read = ipaddr.process(address);
  if (!(read instanceof ipaddr.IPv6)) return read.toString();
  const [a = 0, b = 0, c = 0, d = 0] = read.parts;
  return `${new ipaddr.IPv6([a, b, c, d, 0, 0, 0, 0]).toString()}/64`;
};
