import { beforeAll, describe, expect, test } from 'vitest';
import { openCommandLine } from '../support/command-line.ts';

// In a database of its own: without a worker events wait, and after a minute that is a fault.

const { program, json, founded } = openCommandLine();

beforeAll(async () => {
  await founded();
});

describe('doctor', () => {
  interface Report {
    readonly isWell: boolean;
    readonly findings: readonly { name: string; isGood: boolean; detail: string }[];
  }

  test('finds a good installation well', async () => {
    const report = await json<Report>('doctor');
    const { code, out } = await program.run(['doctor']);

    expect(report.isWell).toBe(true);
    expect(report.findings.map(({ name }) => name)).toEqual([
      'configuration',
      'database, schema, role and encryption key',
      'login',
      'readiness',
      'signing keys',
      'subscribers',
      'queues',
      'deliveries',
    ]);
    expect(code).toBe(0);
    // How far behind the queues are may have changed meanwhile.
    const told = report.findings.map(({ name, detail }) => `good  ${name}: ${detail}`);
    expect(out.trim().split('\n').slice(0, -3)).toEqual(told.slice(0, -3));
    expect(out).toContain('good  subscribers: webhooks: ');
    expect(out).toContain('good  queues: webhook-delivery: ');
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['a configuration that cannot be read', { PORT: 'x' }, 'configuration', 'PORT must be'],
    [
      'a key that opens nothing',
      { ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') },
      'database, schema, role and encryption key',
      'No encryption key',
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' },
      'database, schema, role and encryption key',
      'The database of DATABASE_URL cannot be reached',
    ],
  ])('names %s, and ends with 3', async (_, environment, name, detail) => {
    const { code, out } = await program.run(['--json', 'doctor'], environment);

    const { isWell, findings } = JSON.parse(out) as Report;
    expect([code, isWell]).toEqual([3, false]);
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([
      { name, isGood: false, detail: expect.stringContaining(detail) },
    ]);
  });
});
