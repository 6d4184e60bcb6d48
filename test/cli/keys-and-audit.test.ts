import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';
import { openCommandLine } from '../support/command-line.ts';
import { until } from '../support/until.ts';

const clock = new FixedClock(instantOf(Date.now()));
const { program, url, composition, json, founded: signedUp } = openCommandLine(clock);
let owner: Client;
beforeAll(async () => {
  owner = new Client({ connectionString: url() });
  await owner.connect();
});
afterAll(() => owner.end());

const listed = async <Printed>(...given: readonly string[]): Promise<Printed[]> =>
  (await json<{ readonly data: Printed[] }>(...given)).data;

describe('keys', () => {
  interface KeyRow {
    readonly id: string;
    readonly state: string;
    readonly createdAt: string;
    readonly retiresAt: string | null;
  }

  const stateOf = (rows: readonly KeyRow[], key: KeyRow | undefined): string | undefined =>
    rows.find(({ id }) => id === key?.id)?.state;
  const inState = (rows: readonly KeyRow[], state: string): KeyRow | undefined =>
    rows.find((row) => row.state === state);
  const published = (): readonly string[] =>
    (composition().tokens.keySet() as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

  test('go from next to active to retiring, and the published set follows', async () => {
    const before = await listed<KeyRow>('keys', 'list');
    expect(before.map(({ state }) => state).toSorted()).toEqual(['active', 'next']);
    expect(published().toSorted()).toEqual(before.map(({ id }) => id).toSorted());

    const after = await listed<KeyRow>('keys', 'rotate');

    expect(stateOf(after, inState(before, 'next'))).toBe('active');
    expect(stateOf(after, inState(before, 'active'))).toBe('retiring');
    expect(after.map(({ state }) => state).toSorted()).toEqual(['active', 'next', 'retiring']);
    const retiresAt = inState(after, 'retiring')?.retiresAt ?? '';
    expect(Date.parse(retiresAt) - Date.now()).toBeGreaterThan(10 * 60_000);
    expect(await listed('keys', 'list')).toEqual(expect.arrayContaining(after));
    // A server that runs looks for new keys every half minute.
    clock.advance(31_000);
    const ids = after.map(({ id }) => id).toSorted();
    await until(() => published().toSorted().join() === ids.join());
  });

  test('list shows columns for people, and no private key', async () => {
    const { code, out } = await program.command(['keys', 'list']);

    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^id +state +createdAt +retiresAt$/);
    expect(out).not.toContain('PRIVATE KEY');
    expect(await listed<object>('keys', 'list')).toEqual(
      expect.arrayContaining([
        {
          id: expect.stringMatching(/^[\w-]{43}$/),
          state: 'next',
          createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
          retiresAt: null,
        },
      ]),
    );
  });
});

describe('audit', () => {
  interface EntryRow {
    readonly sequence: number;
    readonly action: string;
    readonly resourceId: string;
  }
  interface Report {
    readonly tenantId: string;
    readonly verification: { readonly isIntact: boolean; readonly firstBreach: object | null };
  }
  const founded = async () => {
    const { tenant, user } = await signedUp();
    return { tenantId: tenant.id, userId: user.id };
  };
  const verify = (tenantId: string, ...given: readonly string[]) =>
    program.command(['audit', 'verify', '--tenant', tenantId, ...given]);

  test('verify finds chains intact that nobody touched, of one tenant and of all', async () => {
    const [one, two] = [await founded(), await founded()];

    const ofOne = await verify(one.tenantId);
    const ofAll = await json<Report[]>('audit', 'verify');

    expect(ofOne.code).toBe(0);
    expect(ofOne.out).toMatch(new RegExp(`^${one.tenantId}  intact, head \\d+:[0-9a-f]{64}\n$`));
    const asked: readonly string[] = [one.tenantId, two.tenantId];
    const told = ofAll.filter(({ tenantId }) => asked.includes(tenantId));
    expect(told).toHaveLength(2);
    for (const { verification } of told) {
      expect(verification).toMatchObject({ isIntact: true, firstBreach: null });
    }
  });

  test('verify names the first entry that the owner altered, and ends with 3', async () => {
    const [victim, other] = [await founded(), await founded()];
    const list = await listed<{ sequence: number }>('audit', 'list', '--tenant', victim.tenantId);
    const altered = await owner.query<{ sequence: string }>(
      `update audit_entries set request_id = 'other' where sequence >= 2
        and tenant_id = (select tenant_id from memberships where user_id = $1)
        returning sequence`,
      [uuidOf(victim.userId)],
    );

    const found = await verify(victim.tenantId);
    const ofAll = await program.command(['--json', 'audit', 'verify']);

    expect(list.length).toBeGreaterThan(2);
    expect(altered.rows).toHaveLength(list.length - 1);
    expect(found.code).toBe(3);
    expect(found.out).toMatch(/BROKEN at 2 \(aud_[0-9a-z]{26}\): altered\n$/);
    expect(ofAll.code).toBe(3);
    const reports = JSON.parse(ofAll.out) as Report[];
    const broken = reports.filter(({ verification }) => !verification.isIntact);
    expect(broken).toMatchObject([
      {
        tenantId: victim.tenantId,
        verification: { firstBreach: { sequence: 2, reason: 'altered' } },
      },
    ]);
    expect((await verify(other.tenantId)).code).toBe(0);
  });

  test('verify knows a tenant that there is not, and one whose past is gone', async () => {
    const { tenantId, userId } = await founded();
    const ofTenant = 'where tenant_id = (select tenant_id from memberships where user_id = $1)';
    await owner.query(`delete from audit_entries ${ofTenant}`, [uuidOf(userId)]);
    await owner.query(`delete from audit_chains ${ofTenant}`, [uuidOf(userId)]);

    const unknown = await verify(`${tenantId.slice(0, -1)}${tenantId.endsWith('0') ? '1' : '0'}`);
    const emptied = await verify(tenantId);

    expect([unknown.code, unknown.err]).toEqual([5, expect.stringContaining('no such tenant')]);
    expect(emptied.code).toBe(3);
    expect(emptied.out).toMatch(/BROKEN at 1 \(no entry\): missing\n$/);
  });

  test('verify compares with an anchor that was noted elsewhere', async () => {
    const { tenantId } = await founded();
    const head = /head (\S+)/.exec((await verify(tenantId)).out)?.[1] ?? '';
    const [sequence] = head.split(':');

    const same = await verify(tenantId, '--anchor', head);
    const another = await verify(tenantId, '--anchor', `${sequence}:${'0'.repeat(64)}`);
    const malformed = await verify(tenantId, '--anchor', 'nonsense');
    const ofNobody = await program.command(['audit', 'verify', '--anchor', head]);

    expect([same.code, another.code, malformed.code, ofNobody.code]).toEqual([0, 3, 2, 2]);
    expect(another.out).toContain(`BROKEN at ${sequence}`);
    expect(malformed.err).toContain('It is a number, a colon and 64 hexadecimal digits.');
    expect(ofNobody.err).toContain('give --tenant too');
  });

  test('list shows entries newest first, of one kind or one thing where asked', async () => {
    const { tenantId, userId } = await founded();
    const list = (...given: readonly string[]) =>
      listed<EntryRow>('audit', 'list', '--tenant', tenantId, ...given);

    const all = await list();
    const ofKind = await list('--action', 'tenant.created');
    const ofUser = await list('--resource', userId);
    const newest = await list('--limit', '1');
    const { page } = await json<{ page: { nextCursor: string } }>(
      'audit',
      'list',
      '--tenant',
      tenantId,
      '--limit',
      '1',
    );
    const [second] = await list('--limit', '1', '--cursor', page.nextCursor);

    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, at) => all.length - at));
    expect(ofKind.map(({ action }) => action)).toEqual(['tenant.created']);
    expect(new Set(ofUser.map(({ resourceId }) => resourceId))).toEqual(new Set([userId]));
    expect(newest).toEqual(all.slice(0, 1));
    expect(second).toEqual(all[1]);
    expect(newest).toMatchObject([
      { actor: { kind: expect.any(String) }, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  });
});
