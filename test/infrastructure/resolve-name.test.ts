import type { RemoteInfo, Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { resolveAnyName, resolvePublicName } from '#infrastructure/webhooks/resolve-name.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

const [ipv4, ipv6] = [1, 28];
type Records = Readonly<Record<string, { readonly [ipv4]?: string; readonly [ipv6]?: string }>>;

/** A DNS server on loopback with these records (bytes in hexadecimal), and what it was asked. */
const server = async (records: Records) => {
  const asked = new Set<string>();
  const socket = createSocket('udp4', (query: Buffer, from: RemoteInfo) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const name = labels.join('.');
    const type = query.readUInt16BE(at + 1);
    asked.add(name);
    const data = records[name]?.[type as 1];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(name in records ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(data === undefined ? 0 : 1, 6);
    header.fill(0, 8);
    const question = query.subarray(12, at + 5);
    const bytes = Buffer.from(data ?? '', 'hex');
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt16BE(bytes.length, 10);
    const response = data === undefined ? [] : [record, bytes];
    socket.send(Buffer.concat([header, question, ...response]), from.port, from.address);
  });
  sockets.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked };
};

const loopbackV6 = '00'.repeat(15) + '01';
const nobodyStops = new AbortController().signal;

test('a name is resolved to its addresses of both kinds', async () => {
  const { address } = await server({
    'both.example': { [ipv4]: '5db8d822', [ipv6]: loopbackV6 },
    'old.example': { [ipv4]: '0a000007' },
    'new.example': { [ipv6]: loopbackV6 },
  });
  const resolve = resolvePublicName([address]);
  const [four, six] = [
    { address: '93.184.216.34', family: 4 },
    { address: '::1', family: 6 },
  ];

  expect(await resolve('both.example', nobodyStops)).toEqual([four, six]);
  expect(await resolve('old.example', nobodyStops)).toEqual([{ address: '10.0.0.7', family: 4 }]);
  expect(await resolve('new.example', nobodyStops)).toEqual([six]);
});

test('a name that is not there has no address, and no other name is tried', async () => {
  const { address, asked } = await server({});

  expect(await resolvePublicName([address])('api.svc', nobodyStops)).toEqual([]);
  expect([...asked]).toEqual(['api.svc']);
});

test('a name in the hosts file is none of the public Internet', async () => {
  const { address } = await server({});

  expect(await resolvePublicName([address])('localhost', nobodyStops)).toEqual([]);
  expect(await resolveAnyName('localhost', nobodyStops)).not.toEqual([]);
});

test('a server that says nothing is waited for no longer than anybody waits', async () => {
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  sockets.push(silent);
  await once(silent, 'listening');
  const address = `127.0.0.1:${silent.address().port}`;
  const stop = new AbortController();

  const resolving = resolvePublicName([address])('slow.example', stop.signal);
  await once(silent, 'message');
  stop.abort();

  expect(await resolving).toEqual([]);
});
