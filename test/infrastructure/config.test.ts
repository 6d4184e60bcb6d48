import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  environmentSchema,
  InvalidConfiguration,
  readConfig,
  warningsOf,
} from '#infrastructure/composition/config.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-config-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const reading = (environment: Readonly<Record<string, string>>) =>
  readConfig({ BILLING_DATA_DIR: join(directory, 'data'), ...environment });

describe('the configuration', () => {
  test('has a default for everything in development', async () => {
    const config = await reading({});

    expect(config).toMatchObject({
      production: false,
      port: 3000,
      host: '127.0.0.1',
      drainSeconds: 1,
      warnings: [],
      databaseUrl: undefined,
      databasePoolMax: 10,
      logLevel: 'info',
      signupOpen: true,
      corsOrigins: [],
      trustProxy: false,
    });
  });

  test('takes an empty variable for one that is not set', async () => {
    const config = await reading({ PORT: '', DATABASE_URL: '', ENCRYPTION_KEY: '', SIGNUP: '' });

    expect(config).toMatchObject({ port: 3000, databaseUrl: undefined, signupOpen: true });
  });

  test('tells all its faults at once', async () => {
    const broken = reading({
      NODE_ENV: 'production',
      PORT: '70000',
      DATABASE_URL: 'mysql://x',
      DATABASE_POOL_MAX: '0',
      LOG_LEVEL: 'loud',
      SIGNUP: 'maybe',
      CORS_ORIGINS: 'https://app.example.com/path',
    });

    await expect(broken).rejects.toThrow(InvalidConfiguration);
    const message = await broken.then(
      () => '',
      (error: unknown) => String(error),
    );
    const names = message.split('\n').map((line) => /^ {2}- (\w+)/.exec(line)?.[1]);
    expect(names.slice(1)).toEqual([
      'PORT',
      'DATABASE_URL',
      'DATABASE_POOL_MAX',
      'LOG_LEVEL',
      'SIGNUP',
      'CORS_ORIGINS',
      'ENCRYPTION_KEY',
    ]);
  });

  test('writes nothing when it is refused', async () => {
    await expect(reading({ PORT: 'x' })).rejects.toThrow(InvalidConfiguration);

    expect(await readdir(directory)).toEqual([]);
  });
});

describe('every setting', () => {
  const bad: readonly (readonly [name: string, values: readonly string[], remedy: string])[] = [
    ['NODE_ENV', ['staging', 'PRODUCTION'], 'must be one of development, production, test'],
    ['PORT', ['http', '-1', '65536', '1.5', '0x50'], 'must be'],
    ['HOST', ['http://localhost', 'a b', '0.0.0.0/0'], 'must be a name or an address'],
    ['DRAIN_SECONDS', ['-1', '5s', '601'], 'must be'],
    ['DATABASE_URL', ['mysql://x', 'localhost:5432', 'postgres//x'], 'must look like postgres://'],
    ['DATABASE_POOL_MAX', ['0', '1', '1e3', '1001'], 'must be'],
    ['DATABASE_POOLER', ['yes'], 'must be one of on, off'],
    ['LOG_LEVEL', ['loud', 'INFO'], 'must be one of fatal, error'],
    ['SIGNUP', ['maybe'], 'must be one of open, closed'],
    ['CORS_ORIGINS', ['*', 'app.example.com', 'https://a.example,null'], 'must be an origin'],
    ['ENCRYPTION_KEY', ['short', '!'], 'openssl rand -base64 32'],
    ['ENCRYPTION_KEY_FILE', ['/no/such/file', '/'], 'cannot be read'],
    ['TRUST_PROXY', ['banana'], 'must be a count'],
    ['RATE_LIMIT_TENANT', ['-1', 'x'], 'must be'],
    ['RATE_LIMIT_KEY', ['1.5'], 'must be'],
    ['RATE_LIMIT_ADDRESS', ['1e9'], 'must be'],
    ['REDIS_URL', ['localhost:6379', 'http://x'], 'must look like redis://'],
    ['SMTP_URL', ['mail.example.com', 'http://x'], 'must look like smtp://'],
    ['MAIL_FROM', ['Billing', 'a@b\nBcc: c@d', 'a b@c'], 'must be an address'],
    ['PUBLIC_URL', ['app.example.com', 'ftp://x', 'https://x/#a'], 'must look like https://'],
    ['HEALTH_PORT', ['0', 'x', '70000'], 'must be'],
    ['WORKER', ['on'], 'must be one of in-process, off'],
    ['PANEL', ['yes', 'true'], 'must be one of on, off'],
    ['PANEL_INSECURE_HTTP', ['yes', '1'], 'must be one of true, false'],
    ['BILLING_PAUSE_MS', ['-1', '1.5', '60001'], 'must be'],
    ['WEBHOOKS_ALLOW_PRIVATE', ['yes', '1'], 'must be one of true, false'],
    ['METRICS_PORT', ['0', 'x', '70000'], 'must be'],
    ['METRICS_HOST', ['tcp://10.0.0.1:80'], 'must be a name or an address'],
    ['BILLING_DATA_DIR', ['/dev/null', '/dev/null/x'], 'cannot be kept in'],
  ];

  test.each(bad.flatMap(([name, values, told]) => values.map((value) => [name, value, told])))(
    '%s=%s is refused by its name, with what would be right',
    async (name, value, told) => {
      const refused = reading({ [name]: value });

      await expect(refused).rejects.toThrow(InvalidConfiguration);
      await expect(refused).rejects.toThrow(told);
      const message = await refused.catch((error: unknown) => String(error));
      expect(message).toMatch(new RegExp(`^  - ${name} `, 'm'));
    },
  );

  test('has a bad value in the table, but for those that take any text', () => {
    const inTable = bad.map(([name]) => name);

    expect([...inTable, 'JWT_AUDIENCE', 'JWT_ISSUER'].toSorted()).toEqual(
      Object.keys(environmentSchema.shape).toSorted(),
    );
  });
});

describe('what depends on production', () => {
  const key = randomBytes(32).toString('base64');

  test('is whom it listens for, and how long it drains', async () => {
    const production = await reading({ NODE_ENV: 'production', ENCRYPTION_KEY: key });
    const development = await reading({ ENCRYPTION_KEY: key });
    const chosen = await reading({ ENCRYPTION_KEY: key, HOST: '::', DRAIN_SECONDS: '0' });

    expect(production).toMatchObject({ host: '0.0.0.0', drainSeconds: 5 });
    expect(development).toMatchObject({ host: '127.0.0.1', drainSeconds: 1 });
    expect(chosen).toMatchObject({ host: '::', drainSeconds: 0 });
  });
});

describe('a link to a service of Kubernetes', () => {
  test.each([
    ['METRICS_PORT', 'tcp://10.0.0.1:80'],
    ['PORT', 'tcp://10.0.0.1:80'],
    ['PORT', 'udp://10.0.0.1:53'],
  ])('%s=%s is ignored, and told', async (name, value) => {
    const config = await reading({ [name]: value });

    expect(config).toMatchObject({ port: 3000, metrics: undefined });
    expect(config.warnings).toEqual([expect.stringContaining(`${name}=${value}`)]);
  });

  test('is none of ours under another name', async () => {
    const config = await reading({ REDIS_PORT: 'tcp://10.0.0.1:6379' });

    expect(config.warnings).toEqual([]);
  });
});

describe('who only looks', () => {
  test('makes no key, and hears that there is none', async () => {
    const environment = { BILLING_DATA_DIR: join(directory, 'data') };

    await expect(readConfig(environment, 'look-only')).rejects.toThrow('There is nothing in');
    await expect(
      readConfig({ ...environment, DATABASE_URL: 'postgres://x@127.0.0.1/x' }, 'look-only'),
    ).rejects.toThrow('ENCRYPTION_KEY is not set');
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('TRUST_PROXY', () => {
  test.each([
    ['0', 0],
    ['2', 2],
    ['true', true],
    ['false', false],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['loopback, 192.0.2.7, 2001:db8::/32', 'loopback, 192.0.2.7, 2001:db8::/32'],
  ])('%s is read, and Express takes it', async (given, expected) => {
    const { trustProxy } = await reading({ TRUST_PROXY: given });

    expect(trustProxy).toBe(expected);
    expect(() => express().set('trust proxy', trustProxy)).not.toThrow();
  });

  test.each(['banana', '-1', 'yes', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/', '::/129', '1.2.3'])(
    '%s is refused, as Express would',
    async (given) => {
      await expect(reading({ TRUST_PROXY: given })).rejects.toThrow('TRUST_PROXY');
      expect(() => express().set('trust proxy', given)).toThrow(TypeError);
    },
  );

  test.each([
    ['true', true],
    ['0.0.0.0/1', true],
    ['loopback, 128.0.0.0/1', true],
    ['2000::/3', true],
    ['false', false],
    ['1', false],
    ['10.0.0.0/8', false],
    ['loopback, 192.0.2.7, 2001:db8::/32', false],
  ])('%s is warned of: %s', async (given, isWarned) => {
    const warnings = warningsOf(await reading({ TRUST_PROXY: given }));

    expect(warnings.map((warning) => warning.startsWith(`TRUST_PROXY=${given} `))).toEqual(
      isWarned ? [true] : [],
    );
  });

  test('one bad address in a list is enough', async () => {
    await expect(reading({ TRUST_PROXY: 'loopback,banana' })).rejects.toThrow('TRUST_PROXY');
  });
});

describe('the encryption key', () => {
  const newKey = (): string => randomBytes(32).toString('base64');

  test('is needed in production', async () => {
    await expect(reading({ NODE_ENV: 'production' })).rejects.toThrow('ENCRYPTION_KEY');
  });

  test('is made once in development, for our eyes only, and kept', async () => {
    const first = await reading({});
    const second = await reading({});
    const path = join(directory, 'data', 'encryption-key');

    expect(second.encryptionKeys).toEqual(first.encryptionKeys);
    const kept = (await readFile(path, 'utf8')).trim();
    expect(first.encryptionKeys.map((key) => key.toString('base64'))).toEqual([kept]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is closed to others again where somebody opened it', async () => {
    await reading({});
    const path = join(directory, 'data', 'encryption-key');
    await chmod(path, 0o644);

    await reading({});

    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is told to be broken by the file it lies in', async () => {
    await reading({});
    const path = join(directory, 'data', 'encryption-key');
    await writeFile(path, 'nonsense');

    await expect(reading({})).rejects.toThrow(`${path} must hold base64 of 32 bytes`);
  });

  test('cannot be kept where the data directory is a file', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');

    const broken = reading({ BILLING_DATA_DIR: file });

    await expect(broken).rejects.toThrow(InvalidConfiguration);
    await expect(broken).rejects.toThrow(`BILLING_DATA_DIR names ${file}`);
  });

  test('may stand in a variable, the newest of several first, or in a file', async () => {
    const keys = [newKey(), newKey()];
    const file = join(directory, 'key');
    await writeFile(file, `${keys[0]}\n`);

    const inline = await reading({ ENCRYPTION_KEY: keys.join(',') });
    const filed = await reading({ NODE_ENV: 'production', ENCRYPTION_KEY_FILE: file });

    expect(inline.encryptionKeys.map((key) => key.toString('base64'))).toEqual(keys);
    expect(filed.encryptionKeys.map((key) => key.toString('base64'))).toEqual([keys[0]]);
    expect(await readdir(directory)).toEqual(['key']);
  });

  test('must have 32 bytes, and be there', async () => {
    const short = randomBytes(16).toString('base64');

    await expect(reading({ ENCRYPTION_KEY: short })).rejects.toThrow('32 bytes');
    await expect(reading({ ENCRYPTION_KEY: `${newKey()},x` })).rejects.toThrow('32 bytes');
    await expect(reading({ ENCRYPTION_KEY_FILE: '/no/such/file' })).rejects.toThrow('be read');
  });
});
