import ipaddr from 'ipaddr.js';

// Addresses that look public and lead into a cloud's inside: Azure's virtual host, and the metadata
// of Equinix Metal. Those of the others lie in ranges that are no public ones.
const insides = new Set(['168.63.129.16', '192.80.8.124']);

/**
 * Whether an IP address is one of the public Internet: neither private, loopback, link-local (where
 * clouds keep their metadata), shared, multicast, nor kept for anything (IANA special-purpose
 * registries, RFC 6890), no such address in an IPv6 disguise, and none of a cloud's inside.
 */
export const isPublicAddress = (text: string): boolean => {
  // A zone names an interface of this machine.
  if (text.includes('%') || !ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast' || insides.has(address.toString())) return false;
  return !(address instanceof ipaddr.IPv6) || isGlobal(address);
};

// 2000::/3 is all that was ever given out (RFC 4291), of which 2001::/23 serves protocols. An
// interface that is named `0:5efe` or `200:5efe` stands for an IPv4 address (ISATAP, RFC 5214).
const isGlobal = ({ parts }: ipaddr.IPv6): boolean => {
  const [first = 0, second = 0, , , fifth = 0, sixth] = parts;
  const isGiven = (first & 0xe000) === 0x2000 && !(first === 0x2001 && second < 0x200);
  return isGiven && !((fifth & ~0x200) === 0 && sixth === 0x5efe);
};

// Names that mean something in one network only (RFC 6761, 6762, 7686, 8375, ICANN's `internal`),
// or that are commonly used so.
const inner = 'localhost|localdomain|local|internal|intranet|private|corp|home|lan|onion';
const innerDomains = new RegExp(`(?:^|\\.)(?:${inner}|home\\.arpa)$`);

/** Whether a host name, as a URL has it, can be one of the public Internet: it says where. */
export const isPublicName = (host: string): boolean => {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name.includes('.') && !innerDomains.test(name);
};
