import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '#infrastructure/webhooks/public-address.ts';
import { StandardWebhookSender } from '#infrastructure/webhooks/standard-webhook-sender.ts';
import { someday } from '../../src/testing/builders.ts';

const message = { id: 'evt_1', secrets: [], sentAt: someday, body: '{}' };
const anywhere = new StandardWebhookSender({ allowPrivate: true });

describe('an address', () => {
  const guarded = new StandardWebhookSender({
    allowPrivate: false,
    resolve: () => Promise.reject(new Error('An address is not resolved.')),
  });

  const loopback = ['127.0.0.1', '127.1', '0x7f000001', '2130706433', '017700000001', '127.0.0.1.'];
  const loopbackV6 = ['[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'];
  const embedded = ['[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::ffff:10.0.0.7]'];
  const translated = [
    '[64:ff9b:1::1]',
    '[::ffff:0:7f00:1]',
    '[2001:0:1::1]',
    '[2001:470::5efe:a00:7]',
  ];
  const disguised = [
    '０x7f.1',
    '127。0。0。1',
    '①②⑦.0.0.1',
    '2852039166',
    '0xa9fea9fe',
    '012.0.0.7',
  ];
  const clouds = [
    '168.63.129.16',
    '192.0.0.192',
    '100.100.100.200',
    '169.254.0.23',
    '192.80.8.124',
  ];
  const cloudsV6 = [
    '[fd00:ec2::254]',
    '[fd20:ce::254]',
    '[fe80::a9fe:a9fe]',
    '[::ffff:168.63.129.16]',
  ];
  const registered = ['[2001:db8::1]', '[3fff::1]', '[2001:20::1]', '[2001:1::1]', '[2001:2::1]'];
  const elsewhere = ['[fec0::1]', '[100::1]', '[5f00::1]', '[4000::1]', '192.88.99.1', '240.0.0.1'];
  const inner = [
    'localhost',
    'localhost.',
    'LOCALHOST',
    'a.localhost',
    'printer.local',
    'postgres',
  ];
  const innerToo = [
    'metadata.google.internal',
    'metadata.google.internal.',
    'x.corp',
    'a.home.arpa',
  ];
  const local = ['10.0.0.7', '172.16.0.1', '192.168.0.1', '100.64.0.1', '[fe80::1]', '[fc00::1]'];
  const reserved = ['0', '[::]', '169.254.169.254', '192.0.2.1', '198.18.0.1', '255.255.255.255'];
  const multicast = ['224.0.0.1', '[ff02::1]'];
  const refused = [loopback, loopbackV6, embedded, local, reserved, multicast, translated].concat([
    disguised,
    clouds,
    cloudsV6,
    registered,
    elsewhere,
    inner,
    innerToo,
  ]);

  test.each(refused.flat())('%s is refused without asking anybody', async (host) => {
    const url = `https://${host}/`;

    const refusal = guarded.refusal(url);

    expect(refusal).toBe('It must not lead into a private network.');
    expect(await guarded.send({ ...message, url })).toEqual({
      responseStatus: null,
      error: refusal,
    });
  });

  const open = ['hooks.example.com', 'hooks.example.com.', 'local.example.com', 'internal.com'];
  test.each([...open, '93.184.216.34', '168.63.129.17', '[2606:2800:220:1:248:1893:25c8:1946]'])(
    '%s is not',
    (host) => {
      expect(guarded.refusal(`https://${host}/`)).toBeUndefined();
    },
  );

  test('is not refused for itself where private networks are let through', () => {
    expect(anywhere.refusal('http://127.0.0.1/')).toBeUndefined();
    expect(guarded.refusal('http://93.184.216.34/')).toContain('https');
  });

  test.each(['', 'localhost', '127.0.0.1/8', '127.1', '0177.0.0.1', '300.0.0.1', '2606::1%1'])(
    '%j is no public one',
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );
});
