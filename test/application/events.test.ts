import { describe, expect, test } from 'vitest';
import type { BillingOptions } from '#interfaces/facade/create-billing.ts';
import { createBilling } from '#interfaces/facade/create-billing.ts';
import { freshDatabase } from '../support/database.ts';

const database = freshDatabase();

const storages: readonly [string, () => BillingOptions['storage']][] = [
  ['memory', () => 'memory'],
  ['PostgreSQL', () => ({ databaseUrl: database.url(), poolMax: 5 })],
];

const person = { name: 'Ada', email: 'ada@acme.example', password: 'correct horse' };

describe.each(storages)('events in-process, on %s', (_name, storage) => {
  test('a copy is kept in step by reading events from a cursor on', async () => {
    await using billing = await createBilling({ storage: storage() });
    const { tenant } = await billing.signUp({ tenantName: 'Acme', ...person });
    const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });
    const { nextCursor } = await acme.events.read({ after: 'latest' });
    const { id: customerId } = await acme.customers.create({ name: 'A', email: 'a@acme.example' });
    const changes = { name: 'B' };
    await acme.customers.update({ customerId, version: 1, changes });

    const types = ['customer.created', 'customer.updated'];
    const page = await acme.events.read({ after: nextCursor, types, limit: 1 });
    const rest = await acme.events.read({ after: page.nextCursor, types });

    expect([page.data[0]?.type, page.hasMore]).toEqual(['customer.created', true]);
    expect(rest.data.map(({ type, subjectId, after }) => [type, subjectId, after])).toEqual([
      ['customer.updated', customerId, expect.objectContaining({ name: 'B' })],
    ]);
    expect(rest.hasMore).toBe(false);
    await expect(acme.events.read({ types: ['customer.gone'] })).rejects.toThrow('one of');
    await expect(acme.events.read({ after: 'nonsense' })).rejects.toThrow('cursor');
    await expect(acme.events.read({ limit: 101 })).rejects.toThrow('1 to 100');
  });
});
