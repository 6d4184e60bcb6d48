import { Client } from 'pg';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { createApp } from '#interfaces/http/server/app.ts';
import { freshDatabase } from '../../support/database.ts';
import { newEmail, password } from '../world.ts';

// With the owner's hands on the database, which is what a chain is there for.

const fresh = freshDatabase();
let composition: Composition;
let owner: Client;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 5 } });
  owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await composition.close();
});

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const app = () =>
  createApp({
    ...composition,
    apiKeyAuthentication: composition.operations.apiKeyAuthentication,
    version: 'test',
    log: silent,
  });

interface Entry {
  readonly id: string;
  readonly sequence: number;
  readonly hash: string;
  readonly action: string;
  readonly requestId: string;
}

const founded = async () => {
  const body = { tenantName: 'T', name: 'N', email: newEmail(), password };
  const signedUp = await supertest(app()).post('/v1/auth/signup').send(body);
  const bearer = `Bearer ${signedUp.body.accessToken}`;
  const get = async (path: string) =>
    (await supertest(app()).get(path).set('Authorization', bearer)).body;
  for (let count = 0; count < 5; count += 1) {
    await supertest(app())
      .post('/v1/customers')
      .set('Authorization', bearer)
      .send({ name: `Customer ${count}`, email: newEmail() });
  }
  const entries = (await get('/v1/audit-entries')).data as Entry[];
  const uuid = (id: string) =>
    owner
      .query<{ id: string }>('select id from audit_entries where hash = $1', [
        entries.find((entry) => entry.id === id)?.hash,
      ])
      .then(({ rows }) => rows[0]?.id ?? '');
  return { get, entries: entries.toSorted((one, two) => one.sequence - two.sequence), uuid };
};

const verification = '/v1/audit-entries/verification';

describe('the chain of a tenant', () => {
  test('has every change, in order, without a gap, and is intact', async () => {
    const { get, entries } = await founded();

    const verified = await get(verification);

    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    const last = entries.at(-1);
    expect(verified).toEqual({
      isIntact: true,
      head: { sequence: last?.sequence, hash: last?.hash },
      firstBreach: null,
    });
  });

  test('was verified last when somebody asked for it, and is not verified anew', async () => {
    const { get, entries, uuid } = await founded();
    const last = `${verification}/last`;
    const before = await get(last);
    const { head } = await get(verification);
    await owner.query(`update audit_entries set action = 'x' where id = $1`, [
      await uuid(entries[1]?.id ?? ''),
    ]);

    const { verification: known } = await get(last);
    const broken = await get(verification);

    expect(before).toEqual({ verification: null });
    expect(known).toMatchObject({ isIntact: true, head, firstBreach: null });
    expect(Math.abs(Date.parse(known.verifiedAt) - Date.now())).toBeLessThan(60_000);
    expect((await get(last)).verification).toMatchObject(broken);
    expect(broken.firstBreach).toMatchObject({ sequence: 2, reason: 'altered' });
  });

  test.each([
    ['what happened', `update audit_entries set action = 'customer.deleted' where id = $1`],
    ['who did it', `update audit_entries set actor = '{"kind":"system","name":"x"}' where id = $1`],
    ['whom it is found by', `update audit_entries set actor_id = 'usr_x' where id = $1`],
    ['when', `update audit_entries set created_at = created_at + interval '1 ms' where id = $1`],
    ['the request', `update audit_entries set request_id = 'other' where id = $1`],
    ['which thing', `update audit_entries set resource_id = 'cus_x' where id = $1`],
    ['the state after', `update audit_entries set after = '{}' where id = $1`],
    ['the hash', `update audit_entries set hash = repeat('0', 64) where id = $1`],
  ])('tells which entry the owner of the database altered: %s', async (_, tampering) => {
    const { get, entries, uuid } = await founded();
    const victim = entries[5];
    await owner.query(tampering, [await uuid(victim?.id ?? '')]);

    const { isIntact, firstBreach } = await get(verification);

    expect(isIntact).toBe(false);
    expect(firstBreach).toEqual({ sequence: 6, id: victim?.id, reason: 'altered' });
  });

  test('tells which entry was removed, in the middle and at the end', async () => {
    const [middle, end] = [await founded(), await founded()];
    const last = end.entries.length;
    await owner.query('delete from audit_entries where id = $1', [
      await middle.uuid(middle.entries[3]?.id ?? ''),
    ]);
    await owner.query('delete from audit_entries where id = $1', [
      await end.uuid(end.entries.at(-1)?.id ?? ''),
    ]);

    expect((await middle.get(verification)).firstBreach).toMatchObject({
      sequence: 4,
      reason: 'missing',
    });
    expect((await end.get(verification)).firstBreach).toMatchObject({
      sequence: last,
      reason: 'missing',
    });
  });

  test.each([
    ['the head', 'delete from audit_chains where tenant_id = $1', 'head_missing'],
    [
      'all entries and the head',
      `with gone as (delete from audit_chains where tenant_id = $1)
       delete from audit_entries where tenant_id = $1`,
      'missing',
    ],
    [
      'all entries, and the head set back',
      `with back as (update audit_chains set sequence = 0, hash = '' where tenant_id = $1)
       delete from audit_entries where tenant_id = $1`,
      'missing',
    ],
    ['all entries', 'delete from audit_entries where tenant_id = $1', 'missing'],
    [
      'the hash in the head',
      "update audit_chains set hash = repeat('0', 64) where tenant_id = $1",
      'altered',
    ],
    ['a head set back', 'update audit_chains set sequence = 2 where tenant_id = $1', 'altered'],
  ])('is not intact without what belongs to it: %s', async (_, tampering, reason) => {
    const { get, entries, uuid } = await founded();
    const { rows } = await owner.query<{ tenant_id: string }>(
      'select tenant_id from audit_entries where id = $1',
      [await uuid(entries[0]?.id ?? '')],
    );

    await owner.query(tampering, [rows[0]?.tenant_id]);

    const { isIntact, firstBreach } = await get(verification);
    expect([isIntact, firstBreach?.reason]).toEqual([false, reason]);
  });

  test('tells which entry was put in', async () => {
    const { get, entries, uuid } = await founded();
    const next = entries.length + 1;
    await owner.query(
      `insert into audit_entries (tenant_id, id, sequence, hash, action, resource_id, actor,
          actor_id, request_id, created_at, before, after)
        select tenant_id, gen_random_uuid(), $2, hash, action, resource_id, actor, actor_id,
          request_id, created_at, before, after from audit_entries where id = $1`,
      [await uuid(entries.at(-1)?.id ?? ''), next],
    );

    const { isIntact, firstBreach } = await get(verification);

    expect([isIntact, firstBreach.sequence, firstBreach.reason]).toEqual([false, next, 'inserted']);
  });

  test('is what an anchor noted elsewhere says, or is found out', async () => {
    const { entries } = await founded();
    const noted = { sequence: 4, hash: entries[3]?.hash ?? '' };
    const { rows } = await owner.query<{ tenant_id: string }>(
      'select tenant_id from audit_entries where hash = $1',
      [noted.hash],
    );
    const { operatorOf } = await import('#interfaces/cli/operator-context.ts');
    const { idFromUuid } = await import('#domain/shared/ids.ts');
    const context = operatorOf(idFromUuid('ten', rows[0]?.tenant_id ?? ''));
    const verify = (anchor: typeof noted) =>
      composition.useCases.audit.verify.execute(context, { anchor });

    expect((await verify(noted)).isIntact).toBe(true);
    expect((await verify({ ...noted, hash: 'f'.repeat(64) })).firstBreach).toMatchObject({
      sequence: 4,
      reason: 'altered',
    });
    expect((await verify({ ...noted, sequence: 999 })).firstBreach?.reason).toBe('missing');
  });
});

test('entries are found by thing, actor, action and time', async () => {
  const { get, entries } = await founded();
  const [, , , , created] = entries;
  const [first] = (await get(`/v1/audit-entries?action=customer.created`)).data;

  const counts = await Promise.all(
    [
      '?action=customer.created',
      `?resourceId=${first.resourceId}`,
      `?actorId=${first.actor.userId}&limit=100`,
      '?createdAt[gte]=2099-01-01T00:00:00Z',
    ].map(async (query) => (await get(`/v1/audit-entries${query}`)).data.length),
  );

  expect(created).toBeDefined();
  expect(counts).toEqual([5, 1, entries.length, 0]);
});

test('no secret enters an entry', async () => {
  await founded();

  const { rows } = await owner.query<{ text: string }>(
    'select row_to_json(a)::text as text from audit_entries a',
  );

  const all = rows.map(({ text }) => text).join('\n');
  expect(all).not.toMatch(/argon2|password_hash|secretHash|whsec_|bk_[0-9a-z]{52}|brt_|bit_/i);
});
