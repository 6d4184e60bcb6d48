import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one of the public Internet: neither private, loopback, link-local (where
 * clouds keep their metadata), shared, multicast, nor kept for anything (IANA special-purpose
 * registries, RFC 6890), and no such address in an IPv6 disguise.
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  if (!(address instanceof ipaddr.IPv6)) return true;
  // 2000::/3 is all that was ever given out (RFC 4291).
  return ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
};
