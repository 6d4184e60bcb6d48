import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#infrastructure/composition/config.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-config-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const reading = (environment: Readonly<Record<string, string>>) =>
  readConfig({ BILLING_DATA_DIR: directory, ...environment });

describe('mail', () => {
  const smtp = { SMTP_URL: 'smtp://mail.example.com:587' };

  test('goes out where a server, a sender and the place of links are given', async () => {
    const { smtp: read, publicUrl } = await reading({
      ...smtp,
      MAIL_FROM: 'Billing <billing@example.com>',
      PUBLIC_URL: 'https://billing.example.com/',
    });

    expect(read).toEqual({ url: smtp.SMTP_URL, from: 'Billing <billing@example.com>' });
    expect(publicUrl).toBe('https://billing.example.com');
  });

  test('is refused where somebody forgot whom it is from, or where its links lead', async () => {
    await expect(reading(smtp)).rejects.toThrow(/MAIL_FROM[\s\S]*PUBLIC_URL/);
  });

  test('does not go out without a server', async () => {
    expect((await reading({})).smtp).toBeUndefined();
  });
});
