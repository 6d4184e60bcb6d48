import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { PermissionDenied } from '#application/shared/pipeline.ts';
import { InvalidCredentials, SignupClosed } from '#domain/identity/errors.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import type { Billing, BillingOptions, TenantBilling } from '#interfaces/facade/create-billing.ts';
import { createBilling } from '#interfaces/facade/create-billing.ts';
import { BillingClosed } from '#interfaces/facade/running-calls.ts';
import { nextDay, nextNumber, someday } from '../../src/testing/builders.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';
import { freshDatabase } from '../support/database.ts';
import { recordedEvents } from '../support/recorded-events.ts';

const database = freshDatabase();

const signUp = (billing: Billing, tenantName = 'Acme') =>
  billing.signUp({
    tenantName,
    name: 'Ada',
    email: `ada-${nextNumber()}@acme.example`,
    password: 'correct horse',
  });

const storages: readonly [string, () => BillingOptions['storage']][] = [
  ['memory', () => 'memory'],
  ['PostgreSQL', () => ({ databaseUrl: database.url(), poolMax: 5 })],
];

describe.each(storages)('billing in-process, on %s', (_name, storage) => {
  const open = (options: Partial<BillingOptions> = {}) =>
    createBilling({ storage: storage(), ...options });

  test('a program signs up, takes in a customer and finds it again', async () => {
    await using billing = await open();
    const { tenant, user } = await signUp(billing);
    const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });

    const customer = await acme.customers.create({ name: 'Globex', email: 'a@globex.example' });

    expect(await acme.customers.get({ customerId: customer.id })).toEqual(customer);
    expect((await acme.customers.list()).data).toEqual([customer]);
    expect(await acme.tenant.get()).toEqual(tenant);
    expect((await acme.users.list({ role: 'ADMIN' })).data).toEqual([user]);
  });

  test('a walk goes through every page, newest first, and keeps its filter', async () => {
    const clock = new FixedClock(someday);
    await using billing = await open({ clock });
    const { tenant } = await signUp(billing);
    const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });
    for (let number = 1; number <= 205; number += 1) {
      clock.advance(1);
      const kind = number % 5 === 0 ? 'Fifth' : 'Other';
      const email = `c${number}@globex.example`;
      await acme.customers.create({ name: `${kind} ${number}`, email });
    }

    const all = await Array.fromAsync(acme.customers.all());
    const fifths = await Array.fromAsync(acme.customers.all({ search: 'fifth' }));

    expect(all.map(({ email }) => email)).toEqual(
      Array.from({ length: 205 }, (_, index) => `c${205 - index}@globex.example`),
    );
    expect(fifths).toHaveLength(41);
  });

  test('what one tenant keeps is not there for another', async () => {
    await using billing = await open();
    const [one, two] = [await signUp(billing, 'Acme'), await signUp(billing, 'Initech')];
    const acme = billing.tenant(one.tenant.id, { actor: 'nightly-import' });
    const initech = billing.tenant(two.tenant.id, { actor: 'nightly-import' });
    const { id } = await acme.customers.create({ name: 'Globex', email: 'a@globex.example' });

    const look = initech.customers.get({ customerId: id });

    await expect(look).rejects.toMatchObject({ code: 'customer_not_found' });
    expect((await initech.customers.list()).data).toEqual([]);
  });

  test('a closed billing refuses every call, and says why', async () => {
    const billing = await open();
    const { tenant } = await signUp(billing);
    const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });

    await Promise.all([billing.close(), billing.close()]);
    await billing[Symbol.asyncDispose]();

    await expect(acme.customers.list()).rejects.toThrow(BillingClosed);
    await expect(acme.customers.all().next()).rejects.toThrow('was closed');
    await expect(signUp(billing)).rejects.toThrow(BillingClosed);
  });

  test('closing waits for the calls that are running', async () => {
    const billing = await open();
    const running = signUp(billing);

    await billing.close();

    expect((await running).tenant.name).toBe('Acme');
  });
});

describe('billing in-process', () => {
  test('two instances in one process share nothing', async () => {
    await using one = await createBilling({ storage: 'memory' });
    await using two = await createBilling({ storage: 'memory', signupOpen: false });
    const { tenant } = await signUp(one);

    const elsewhere = two.tenant(tenant.id, { actor: 'nightly-import' }).tenant.get();

    await expect(elsewhere).rejects.toMatchObject({ code: 'tenant_not_found' });
    await expect(signUp(two)).rejects.toThrow(SignupClosed);
    await two.close();
    await expect(signUp(one)).resolves.toMatchObject({ tenant: { name: 'Acme' } });
  });

  test('an instance in memory and one on PostgreSQL live side by side', async () => {
    const email = `ada-${nextNumber()}@acme.example`;
    const person = { tenantName: 'Acme', name: 'Ada', email, password: 'correct horse' };
    await using memory = await createBilling({ storage: 'memory' });
    await using postgres = await createBilling({ storage: { databaseUrl: database.url() } });
    await memory.signUp(person);

    const signIn = postgres.signIn({ email, password: 'correct horse' });

    await expect(signIn).rejects.toThrow(InvalidCredentials);
    await expect(memory.signIn({ email, password: 'correct horse' })).resolves.toBeDefined();
  });

  test('a caller may do what its role or its permissions allow, and no more', async () => {
    await using billing = await createBilling({ storage: 'memory' });
    const { tenant } = await signUp(billing);
    const asUser = billing.tenant(tenant.id, { actor: 'import', role: 'USER' });
    const asReader = billing.tenant(tenant.id, {
      actor: 'report',
      permissions: ['customers:read'],
    });
    const customer = { name: 'Globex', email: 'a@globex.example' };

    await expect(asUser.users.list()).rejects.toThrow(PermissionDenied);
    await expect(asReader.customers.create(customer)).rejects.toThrow(PermissionDenied);
    await expect(asUser.customers.create(customer)).resolves.toMatchObject(customer);
    expect((await asReader.customers.list()).data).toHaveLength(1);
  });

  test('a caller may act as a person', async () => {
    await using billing = await createBilling({ storage: 'memory' });
    const { tenant, user } = await signUp(billing);
    const [asAda, asProgram] = [
      billing.tenant(tenant.id, { userId: user.id }),
      billing.tenant(tenant.id, { actor: 'nightly-import' }),
    ];

    const { invitation } = await asAda.users.invite({ email: 'g@acme.example', role: 'USER' });

    expect(invitation.invitedBy).toBe(user.id);
    expect((await asAda.account.get()).user.id).toBe(user.id);
    await expect(asProgram.account.get()).rejects.toMatchObject({ code: 'membership_ended' });
  });

  test('events say who did it; each call is a request of its own, or the one given', async () => {
    await using billing = await createBilling({ storage: { databaseUrl: database.url() } });
    const { tenant, user } = await signUp(billing);
    const create = (at: TenantBilling, number: number) =>
      at.customers.create({ name: 'Globex', email: `c${number}@globex.example` });

    await create(billing.tenant(tenant.id, { actor: 'nightly-import' }), 1);
    await create(billing.tenant(tenant.id, { actor: 'nightly-import' }), 2);
    await create(billing.tenant(tenant.id, { userId: user.id, requestId: 'ticket-4711' }), 3);

    const events = await recordedEvents(database.url(), tenant.id);
    const [one, two, three] = events.filter(({ type }) => type === 'customer.created');
    expect(one?.actor).toEqual({ kind: 'system', name: 'nightly-import' });
    expect(one?.requestId).not.toBe(two?.requestId);
    expect(three).toMatchObject({
      actor: { kind: 'user', userId: user.id, sessionId: null },
      requestId: 'ticket-4711',
    });
  });

  test('ids of the wrong kind are refused at the door', async () => {
    await using billing = await createBilling({ storage: 'memory' });
    const { tenant, user } = await signUp(billing);
    const wrong = user.id as unknown as typeof tenant.id;

    expect(() => billing.tenant(wrong, { actor: 'import' })).toThrow('the id of one tenant');
    expect(() => billing.tenant(tenant.id, { userId: tenant.id as unknown as UserId })).toThrow(
      'the id of one user',
    );
  });

  test('the clock and the ids are the ones that were given', async () => {
    const clock = new FixedClock(nextDay);
    const ids = new UuidV7Ids();
    await using billing = await createBilling({ storage: 'memory', clock, ids });

    const { tenant } = await signUp(billing);

    expect(tenant.createdAt).toBe(nextDay);
    expect(parseId('ten', tenant.id)).toBe(tenant.id);
  });

  test('the HTTP API is served over the same instance, alone or within another app', async () => {
    await using billing = await createBilling({ storage: 'memory' });
    const { tenant, accessToken } = await signUp(billing);
    const lines: string[] = [];
    const write = (_facts: object, message: string) => void lines.push(message);
    const log = { info: write, warn: write, error: write };
    const alone = createServer(await billing.http());
    const mounted = express().use('/billing', await billing.http({ log }));

    const [one, other] = [
      await request(alone).get('/v1/tenant').auth(accessToken, { type: 'bearer' }),
      await request(mounted).get('/billing/v1/tenant').auth(accessToken, { type: 'bearer' }),
    ];

    expect([one.status, other.status]).toEqual([200, 200]);
    expect(one.body).toMatchObject({ id: tenant.id, name: 'Acme' });
    expect(lines).toEqual(['request']);
    await billing.close();
    const late = await request(alone).get('/v1/tenant').auth(accessToken, { type: 'bearer' });
    expect(late.status).toBe(503);
  });
});

describe('what is kept secret', () => {
  // Two starts of an embedded PostgreSQL take what they take.
  test('outlives an instance on a data directory, which keeps the key itself', {
    timeout: 120_000,
  }, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'billing-facade-'));
    const storage = { dataDirectory: directory };
    const first = await createBilling({ storage, worker: false });
    const { tenant, accessToken } = await signUp(first);
    const at = (billing: Billing) => billing.tenant(tenant.id, { actor: 'test' }).webhookEndpoints;
    const endpoint = { url: 'https://hooks.example/', eventTypes: ['customer.created'] };
    const made = await at(first).create(endpoint);
    const key = await readFile(join(directory, 'encryption-key'), 'utf8');
    await first.close();

    await using again = await createBilling({ storage, worker: false });

    const server = createServer(await again.http());
    const response = await request(server).get('/v1/tenant').auth(accessToken, { type: 'bearer' });
    const { id, version } = made.endpoint;
    const changed = await at(again).update({
      endpointId: id,
      version,
      changes: { description: 'read again' },
    });
    expect(response.status).toBe(200);
    expect(changed.description).toBe('read again');
    expect(await readFile(join(directory, 'encryption-key'), 'utf8')).toBe(key);
    await again.close();
    await rm(directory, { recursive: true });
  });

  test('is lost with one on a database of yours without a key, and that is told', async () => {
    const told: string[] = [];
    const log = ({ level, message }: { level: string; message: string }) =>
      void told.push(`${level}: ${message}`);
    const storage = { databaseUrl: database.url() };
    const keys = [randomBytes(32).toString('base64')];

    await (await createBilling({ storage, log, worker: false })).close();
    expect(told).toEqual([expect.stringMatching(/^warn: .*no encryptionKeys/)]);
    await (await createBilling({ storage, log, worker: false, encryptionKeys: keys })).close();
    await (await createBilling({ storage: 'memory', log, worker: false })).close();
    expect(told).toHaveLength(1);
  });
});
