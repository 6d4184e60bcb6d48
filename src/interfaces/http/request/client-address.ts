import { isIP } from 'node:net';
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** More hops than this are no proxies of ours. */
const hopsMax = 32;

type Trusts = (address: string, hop: number) => boolean;

/**
 * The address that a request came from, behind the proxies that we trust; null where the connection
 * is gone. `X-Forwarded-For` is read from its end, as far as each proxy that wrote it is trusted
 * and wrote an address: what is none is nobody's word, and the last address before it counts. So
 * nobody is counted as somebody new by a port, a zone or garbage.
 */
export const clientAddressOf = ({ app, socket, headers }: Request): string | null => {
  const trusts = app.get('trust proxy fn') as Trusts;
  let address = peerAddress(socket.remoteAddress ?? '');
  const forwarded = headers['x-forwarded-for'];
  const written = Array.isArray(forwarded) ? forwarded.join() : (forwarded ?? '');
  const hops = written === '' ? [] : written.split(',').slice(-hopsMax).toReversed();
  for (const [hop, text] of hops.entries()) {
    if (address === undefined || !trusts(address, hop)) break;
    const before = parseAddress(text.trim());
    if (before === undefined) break;
    address = before;
  }
  return address ?? null;
};

// A peer sends many requests: its address is parsed for the first, and for others again when many
// others have sent some since.
const peersMax = 1_000;
const peers = new Map<string, string | undefined>();

const peerAddress = (text: string): string | undefined => {
  if (peers.has(text)) return peers.get(text);
  if (peers.size === peersMax) peers.clear();
  const address = parseAddress(text);
  peers.set(text, address);
  return address;
};

// As proxies write them: `203.0.113.2`, `203.0.113.2:5001`, `2001:db8::1`, `[2001:db8::1]:5001`.
const bracketed = /^\[([\d.:a-f]{2,45})\](?::\d{1,5})?$/i;
const withPort = /^([\d.]{7,15}):\d{1,5}$/;
const zone = /%[\w.~-]{1,32}(?=\]|$)/;
const lengthMax = 90;

/** An address in its one form: without port, brackets and zone, and IPv4 within IPv6 as IPv4. */
export const parseAddress = (text: string): string | undefined => {
  if (text.length > lengthMax) return undefined;
  const plain = text.replace(zone, '');
  const [, host = plain] = bracketed.exec(plain) ?? withPort.exec(plain) ?? [];
  return isIP(host) === 0 ? undefined : ipaddr.process(host).toString();
};
