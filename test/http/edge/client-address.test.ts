import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { clientAddressOf, parseAddress } from '#interfaces/http/request/client-address.ts';

/** The address that a request from this machine is taken to come from. */
const seenFrom = async (
  trustProxy: number | string | boolean,
  forwarded?: string | readonly string[],
): Promise<string> => {
  const app = express().set('trust proxy', trustProxy);
  app.get('/', (request, response) => void response.send(String(clientAddressOf(request))));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const headers: [string, string][] = [forwarded ?? []]
    .flat()
    .map((value) => ['X-Forwarded-For', value]);
  try {
    return await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  } finally {
    server.close();
  }
};

describe('the address of a client', () => {
  test.each([
    ['nothing is forwarded', 1, undefined, '127.0.0.1'],
    ['nobody is trusted', false, '203.0.113.2', '127.0.0.1'],
    ['the one proxy wrote it', 1, '203.0.113.2', '203.0.113.2'],
    ['the client wrote one before it', 1, '198.51.100.1, 203.0.113.2', '203.0.113.2'],
    ['two proxies wrote', 2, '198.51.100.1, 203.0.113.2, 10.0.0.1', '203.0.113.2'],
    ['it has a port', 1, '203.0.113.2:5001', '203.0.113.2'],
    ['it has brackets and a port', 1, '[2001:DB8::2]:5001', '2001:db8::2'],
    ['it has a zone', 1, 'fe80::1%eth0', 'fe80::1'],
    ['it is IPv4 in IPv6', 1, '::ffff:203.0.113.2', '203.0.113.2'],
    ['it is garbage', 1, 'garbage', '127.0.0.1'],
    ['it is empty', 1, ' , ', '127.0.0.1'],
    ['it is an obfuscated name', 1, '_hidden', '127.0.0.1'],
    ['garbage stands before it', true, 'garbage, 203.0.113.2', '203.0.113.2'],
    ['garbage stands behind it', true, '203.0.113.2, garbage', '127.0.0.1'],
    [
      'the proxies are known by address',
      'loopback, 10.0.0.0/8',
      '203.0.113.2, 10.0.0.9',
      '203.0.113.2',
    ],
    [
      'such a proxy writes ports',
      'loopback, 10.0.0.0/8',
      '203.0.113.2:1, 10.0.0.9:2',
      '203.0.113.2',
    ],
    ['the header comes twice', 1, ['198.51.100.1', '203.0.113.2'], '203.0.113.2'],
    ['there are a thousand', 1, Array(1000).fill('198.51.100.1').join(), '198.51.100.1'],
  ])('where %s', async (_, trustProxy, forwarded, expected) => {
    expect(await seenFrom(trustProxy, forwarded)).toBe(expected);
  });

  test.each([
    '0x7f.1',
    '127.1',
    '2130706433',
    '203.0.113.256',
    '203.0.113.2:',
    '203.0.113.2:x',
    '203.0.113.2:123456',
    '[203.0.113.2',
    '2001:db8:1:2:3:4:5:6:5001',
    '203.0.113.2 203.0.113.3',
    '203.0.113.2%',
    'localhost',
    `::${'0'.repeat(100)}1`,
    '',
  ])('%s is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
