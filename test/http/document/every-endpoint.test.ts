import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import type { Sending } from '../../support/app.ts';
import { appUnderTest } from '../../support/app.ts';
import { bodies, openToUser, pathOf, withoutBody } from '../requests.ts';
import type { Belongings, Caller } from '../world.ts';
import { addMember, furnish, signUp } from '../world.ts';

// Every endpoint, by every wrong caller. One without a fixture below fails, so none is forgotten.

// The plan is on offer, the tenant is live, and the invitation in the fixture names no token.
const happyStatus: Readonly<Record<string, number>> = {
  restorePlan: 409,
  getTestClock: 409,
  advanceTestClock: 409,
  acceptInvitation: 401,
  resetPassword: 401,
  verifyEmail: 401,
  previewInvitation: 401,
  updatePlanVersion: 409,
  deletePlanVersion: 409,
  deleteProduct: 409,
  // It has a subscription by then.
  deleteCustomer: 409,
  extendTrial: 409,
  startPlanMigration: 200,
  endTrial: 409,
  previewTrialExtension: 409,
  previewTrialEnd: 409,
  // The draft was issued and paid by then.
  voidInvoice: 409,
  updateInvoiceLine: 409,
  deleteInvoiceLine: 409,
  deleteInvoice: 409,
  // The tenants here are live.
};

const { useCases, close } = await compose({ storage: 'memory' });
const endpoints = allEndpoints(useCases);
await close();
const guarded = endpoints.filter(({ permission }) => permission !== null);
const withIds = guarded.filter(({ params }) => params !== undefined);
const named = (list: readonly Endpoint[]) => list.map((each) => [each.operationId, each] as const);

const app = appUnderTest('postgres');
let admin: Caller;
let user: Caller;
let own: Belongings;
let foreign: Belongings;
/** Ids of the same kinds that are nobody's. */
let unknown: Belongings;

beforeAll(async () => {
  admin = await signUp(app);
  user = await addMember(app, admin, 'USER');
  own = await furnish(app, admin);
  foreign = await furnish(app, await signUp(app));
  unknown = Object.fromEntries(Object.entries(own).map(ofNobody)) as unknown as Belongings;
});

const ofNobody = ([name, id]: readonly [string, string]) =>
  [name, id.replace(/_.*/, '_01jd4x7h2cf5prw8mzk0qv9tns')] as const;

const good = (each: Endpoint, caller: Caller): Sending => ({
  token: caller.token,
  ...(each.body === undefined ? {} : { body: bodies[each.operationId]?.(own, caller) }),
  ...(each.ifMatch === true ? { headers: { 'If-Match': '"1"' } } : {}),
});

const send = (each: Endpoint, ids: Partial<Belongings>, sending: Sending) =>
  app.send(each.method, pathOf(each, ids), sending);

test('every endpoint has a fixture', () => {
  const missing = endpoints.filter(({ operationId, body }) =>
    body === undefined ? !withoutBody.has(operationId) : bodies[operationId] === undefined,
  );

  expect(missing.map(({ operationId }) => operationId)).toEqual([]);
  expect(endpoints.length).toBe(Object.keys(bodies).length + withoutBody.size);
});

describe('without a valid token', () => {
  test.each(named(guarded))('%s is refused', async (_, each) => {
    const { token: _token, ...anonymous } = good(each, admin);
    const none = await send(each, own, anonymous);
    const garbage = await send(each, own, { ...anonymous, token: 'garbage' });

    expect([none.status, none.body.code]).toEqual([401, 'unauthenticated']);
    expect(none.headers['www-authenticate']).toBe('Bearer');
    expect(garbage.status).toBe(401);
    expect(garbage.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });
});

describe('to a USER', () => {
  const closed = guarded.filter(({ operationId }) => !openToUser.has(operationId));

  test.each(named(closed))('%s is refused, before the body is read', async (_, each) => {
    const refused = await send(each, own, { token: user.token, raw: '{ broken' });

    expect([refused.status, refused.body.code]).toEqual([403, 'permission_denied']);
  });

  test('what is open is not refused', async () => {
    for (const each of guarded.filter(({ operationId }) => openToUser.has(operationId))) {
      const response = await send(each, unknown, { token: user.token });
      expect([each.operationId, response.status === 403]).toEqual([each.operationId, false]);
    }
  });
});

describe("another tenant's ids", () => {
  test.each(named(withIds))('are unknown to %s, to the last byte', async (_, each) => {
    const sending = {
      ...good(each, admin),
      headers: { 'If-Match': '"1"', 'X-Request-Id': 'same' },
    };
    const theirs = await send(each, foreign, sending);
    const nobodys = await send(each, unknown, sending);

    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect({ ...theirs.body, instance: '' }).toEqual({ ...nobodys.body, instance: '' });
    const length = ({ headers, body }: typeof theirs) =>
      Number(headers['content-length']) - body.instance.length;
    expect(length(theirs)).toBe(length(nobodys));
  });

  test.each(named(withIds))('of the wrong form are refused by %s', async (_, each) => {
    for (const [, parameter = ''] of each.path.matchAll(/\{(\w+)\}/g)) {
      for (const id of ['nonsense', admin.tenantId, `${unknown.customerId}x`]) {
        const response = await send(each, { ...own, [parameter]: id }, good(each, admin));
        const pointers = response.body.errors.map(({ pointer }: { pointer: string }) => pointer);
        expect([response.status, pointers]).toEqual([400, [`/path/${parameter}`]]);
      }
    }
  });
});

describe('a body that is no good', () => {
  const withBody = endpoints.filter(({ body }) => body !== undefined);

  test.each(named(withBody))('is refused by %s', async (_, each) => {
    const sending = { ...good(each, admin), headers: { 'If-Match': '"1"' } };
    const extra = { ...(sending.body as object), colour: 'red' };
    const responses = [
      await send(each, own, { ...sending, body: undefined, raw: '{ broken' }),
      await send(each, own, { ...sending, body: [] }),
      await send(each, own, { ...sending, body: extra }),
    ];

    expect(responses.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'malformed_body'],
      [400, 'invalid_request'],
      [400, 'invalid_request'],
    ]);
    expect(responses[2]?.body.errors).toEqual([
      { pointer: '/colour', code: 'unknown_field', detail: 'There is no field "colour".' },
    ]);
  });

  test.each(named(endpoints))('nor does %s take an unknown query field', async (_, each) => {
    const sending = { ...good(each, admin), headers: { 'If-Match': '"1"' } };
    const path = `${pathOf(each, own)}?colour=red`.replace(/(\?.*)\?/, '$1&');
    const response = await app.send(each.method, path, sending);

    expect([response.status, response.body.errors?.[0]?.pointer]).toEqual([400, '/query/colour']);
  });
});

describe('a list', () => {
  const lists = endpoints.filter(({ path, method }) => method === 'get' && !path.includes('{'));
  const paged = lists.filter(({ query }) => 'limit' in ((query as z.ZodObject)?.shape ?? {}));

  test.each(named(paged))(
    '%s says of a bad cursor, limit or choice where it stands',
    async (_, each) => {
      const ask = async (query: string) => {
        const { status, body } = await app.send('get', `${each.path}?${query}`, {
          token: admin.token,
        });
        return [status, ...body.errors.map((fault: Record<string, string>) => fault['pointer'])];
      };

      // Of another list, cut off, and none at all.
      const other = Buffer.from('ten_01jd4x7h2cf5prw8mzk0qv9tns').toString('base64url');
      const name = each.operationId === 'listEvents' ? 'after' : 'cursor';
      for (const cursor of [other, 'Y3VzX', 'nonsense', '%20', '%C3%A9']) {
        expect([cursor, await ask(`${name}=${cursor}`)]).toEqual([cursor, [400, `/query/${name}`]]);
      }
      expect(await ask('limit=0')).toEqual([400, '/query/limit']);
      expect(await ask('limit=1&limit=2')).toEqual([400, '/query/limit']);
    },
  );

  test('says which choices there are', async () => {
    const { token } = admin;
    const role = await app.send('get', '/v1/users?role=BOSS', { token });
    const status = await app.send('get', '/v1/plans?status=gone', { token });

    expect(role.body.errors[0].detail).toBe('It must be one of "ADMIN", "FINANCE", "USER".');
    expect(status.body.errors[0].detail).toMatch(/^It must be one of "draft", "active"/);
  });
});

describe('what has a version', () => {
  const versioned = endpoints.filter(({ ifMatch }) => ifMatch === true);

  test.each(named(versioned))('is changed by %s only by its ETag', async (_, each) => {
    const sending = good(each, admin);
    const missing = await send(each, own, { ...sending, headers: {} });
    expect([missing.status, missing.body.code]).toEqual([428, 'precondition_required']);
    for (const tag of ['"99"', 'W/"99"', '"98", "99"', '"0"', '"99-gzip"']) {
      const stale = await send(each, own, { ...sending, headers: { 'If-Match': tag } });
      expect([tag, stale.status, stale.body.code]).toEqual([tag, 412, 'version_mismatch']);
    }
    for (const tag of [
      '1',
      '"1',
      '"04"',
      '"a"',
      '"1" "2"',
      "'1'",
      'w/"1"',
      '*, "1"',
      ',',
      '"1";',
    ]) {
      const no = await send(each, own, { ...sending, headers: { 'If-Match': tag } });
      expect([tag, no.status, no.body.code]).toEqual([tag, 400, 'malformed_entity_tag']);
    }
  });

  // Tests of their own hold the one whose version fixes only some: invoices.
  const tagged = endpoints.filter(
    (each) => each.etag === 'of-all' && each.method === 'get' && each.isFixed === undefined,
  );

  test.each(named(tagged))('is not sent again by %s to who has it', async (_, each) => {
    const first = await send(each, own, good(each, admin));
    const tag = first.headers['etag'] ?? '';
    const known = await send(each, own, { token: admin.token, headers: { 'If-None-Match': tag } });
    const other = await send(each, own, {
      token: admin.token,
      headers: { 'If-None-Match': '"0"' },
    });

    expect([first.status, tag]).toEqual([200, `"${first.body.version}"`]);
    expect([known.status, known.text]).toEqual([304, '']);
    expect(other.status).toBe(200);
    const told = async (tags: string) =>
      send(each, own, { token: admin.token, headers: { 'If-None-Match': tags } });
    for (const tags of [
      `W/${tag}`,
      '*',
      `"0", ${tag}`,
      `"abc" , ,W/${tag}`,
      tag.replace(/"$/, '-gzip"'),
    ]) {
      expect([tags, (await told(tags)).status]).toEqual([tags, 304]);
    }
    for (const tags of ['"abc"', '"0", W/"99"', tag.replace('"', '"0')]) {
      expect([tags, (await told(tags)).status]).toEqual([tags, 200]);
    }
    for (const tags of ['1', '"1', 'W/1', '"1" "2"', '*,*']) {
      const { status, body } = await told(tags);
      expect([tags, status, body.code]).toEqual([tags, 400, 'malformed_entity_tag']);
    }
  });
});

test('every endpoint answers as it says', async () => {
  // Last, because it changes and removes things. Reads first, removals last.
  const order = ['get', 'post', 'patch', 'delete'];
  // A change of plan takes back those that lie ahead: that one is taken back before.
  const rank = ({ method, operationId }: Endpoint): number =>
    operationId === 'takeBackSubscriptionChange' ? 0 : order.indexOf(method);
  const inOrder = endpoints.toSorted((one, two) => rank(one) - rank(two));
  const done = inOrder.filter(({ operationId }) => operationId !== 'logOut');
  for (const each of done) {
    const version = await versionOf(each);
    const sending = {
      ...good(each, admin),
      ...(version !== undefined && { headers: { 'If-Match': version } }),
    };
    const response = await send(each, own, sending);
    const expected = happyStatus[each.operationId] ?? each.status ?? (each.view ? 200 : 204);
    expect([each.operationId, response.status]).toEqual([each.operationId, expected]);
  }
});

const versionOf = async (each: Endpoint): Promise<string | undefined> => {
  if (each.ifMatch !== true) return undefined;
  // An action stands below the thing whose version it takes, and so does a change.
  const path = each.path.replace(/\}\/(?:[a-z-]+|changes\/\{changeId\}|lines\/\{lineId\})$/, '}');
  const response = await app.send('get', pathOf({ ...each, path }, own), { token: admin.token });
  return response.headers['etag'];
};
