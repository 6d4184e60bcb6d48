import ipaddr from 'ipaddr.js';

/**
 * Whom an address is counted as: an IPv4 address as itself, an IPv6 address as its /64, which one
 * customer of a provider has to themselves.
 */
export const networkOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return address;
  const read = ipaddr.process(address);
  if (!(read instanceof ipaddr.IPv6)) return read.toString();
  const [a = 0, b = 0, c = 0, d = 0] = read.parts;
  return `${new ipaddr.IPv6([a, b, c, d, 0, 0, 0, 0]).toString()}/64`;
};
