import { Client } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseId } from '#domain/shared/ids.ts';
import { buildContext } from '../../../src/testing/builders.ts';
import { appUnderTest } from '../../support/app.ts';
import { until } from '../../support/until.ts';
import type { Caller } from '../world.ts';
import { addMember, newEmail, signUp } from '../world.ts';

const app = appUnderTest('postgres');

interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly resourceId: string };
}

const read = async ({ token }: Pick<Caller, 'token'>, query: Readonly<Record<string, string>>) => {
  const { status, body, headers } = await app.send(
    'get',
    `/v1/events?${new URLSearchParams(query).toString()}`,
    {
      token,
    },
  );
  const page = body.page as { readonly hasMore: boolean; readonly nextCursor: string };
  return { status, body, headers, events: (body.data ?? []) as readonly Event[], page };
};

const createCustomer = async ({ token }: Pick<Caller, 'token'>): Promise<string> => {
  const body = { name: 'Globex', email: newEmail('customer') };
  const response = await app.send('post', '/v1/customers', { token, body });
  expect(response.status).toBe(201);
  return response.body.id;
};

describe('many writers and a poller', () => {
  const writers = 12;
  const each = Number(process.env['EVENT_CUSTOMERS'] ?? 25);

  test('nothing is lost, and nothing comes twice', async () => {
    const admin = await signUp(app);
    const seen: string[] = [];
    let pollsWhileWriting = 0;
    let after = (await read(admin, { after: 'latest' })).page.nextCursor;
    const poll = async (): Promise<boolean> => {
      const { events, page } = await read(admin, { after, limit: '100' });
      seen.push(...events.map(({ data }) => data.resourceId));
      after = page.nextCursor;
      return page.hasMore;
    };
    const written = new AbortController();
    const polling = (async () => {
      while (!written.signal.aborted) {
        await poll();
        pollsWhileWriting += 1;
      }
      while (await poll());
    })();

    const made = await Promise.all(
      Array.from({ length: writers }, async () => {
        const own: string[] = [];
        while (own.length < each) own.push(await createCustomer(admin));
        return own;
      }),
    );
    written.abort();
    await polling;

    expect(pollsWhileWriting).toBeGreaterThan(5);
    expect(seen.toSorted()).toEqual(made.flat().toSorted());
  }, 300_000);
});

test('what began earlier and is committed later comes later, and is not lost', async () => {
  const admin = await signUp(app);
  const { useCases } = app.composition();
  const context = buildContext(parseId('ten', admin.tenantId));
  const locker = new Client({ connectionString: app.url() });
  await locker.connect();
  const { page } = await read(admin, { after: 'latest' });

  // The slow one has its instant and its id, and waits for a lock before it can be stored.
  await locker.query('begin; lock table customers in share mode');
  const slow = useCases.customers.create.execute(context, { name: 'Slow', email: newEmail() });
  await until(async () => {
    const { rows } = await locker.query('select from pg_locks where not granted');
    return rows.length > 0;
  });
  const product = { code: 'quick', name: 'Quick' };
  const quick = await useCases.products.create.execute(context, product);
  const first = await read(admin, { after: page.nextCursor });
  await locker.query('commit');
  await locker.end();
  const { id, createdAt } = await slow;
  const second = await read(admin, { after: first.page.nextCursor });

  expect(createdAt).toBeLessThan(quick.createdAt);
  expect(first.events.map(({ data }) => data.resourceId)).toEqual([quick.id]);
  expect(second.events.map(({ data }) => data.resourceId)).toEqual([id]);
});

describe('the feed', () => {
  let admin: Caller;
  beforeAll(async () => {
    admin = await signUp(app);
  });

  test('an event looks as a webhook tells it, and secret matters are not among them', async () => {
    const { token } = admin;
    await app.send('post', '/v1/api-keys', {
      token,
      body: { name: 'CI', permissions: ['events:read'] },
    });
    const customerId = await createCustomer(admin);

    const { events, page } = await read(admin, {});

    expect(events.map(({ type }) => type)).toEqual(['user.joined', 'customer.created']);
    expect(events[1]).toEqual({
      id: expect.stringMatching(/^evt_/) as string,
      type: 'customer.created',
      timestamp: expect.stringMatching(/Z$/) as string,
      tenantId: admin.tenantId,
      data: {
        resourceId: customerId,
        version: 1,
        before: null,
        after: expect.objectContaining({ id: customerId }) as object,
      },
    });
    expect(page).toEqual({ hasMore: false, nextCursor: expect.any(String) as string });
  });

  test('its Link leads on from where a page ends', async () => {
    const { token } = admin;
    const first = await read(admin, { type: 'user.joined', limit: '1' });
    const next = /^<(.+)>; rel="next"$/.exec(first.headers['link'] ?? '')?.[1] ?? '';
    const followed = await app.send('get', next, { token });

    expect(followed.status).toBe(200);
    expect(followed.body).toEqual(
      (await read(admin, { type: 'user.joined', after: first.page.nextCursor, limit: '1' })).body,
    );
    expect(followed.body.data).toEqual([]);
  });

  test('it is filtered by one type or several, and by nothing that is no type', async () => {
    const types = async (type: string) =>
      (await read(admin, { type })).events.map((event) => event.type);

    expect(await types('customer.created')).toEqual(['customer.created']);
    expect(await types('user.joined,customer.created')).toEqual([
      'user.joined',
      'customer.created',
    ]);
    for (const type of ['', 'customer', 'customer.*', 'api_key.created', 'customer.created,']) {
      const { status, body } = await read(admin, { type });
      expect([type, status, body.errors[0].pointer.slice(0, 11)]).toEqual([
        type,
        400,
        '/query/type',
      ]);
    }
  });

  test('read from the latest on, it answers at once with what is new since', async () => {
    const { events: none, page } = await read(admin, { after: 'latest' });
    const again = await read(admin, { after: page.nextCursor });
    const customerId = await createCustomer(admin);
    const { events, page: next } = await read(admin, { after: again.page.nextCursor });

    expect([none, again.events, again.page.hasMore]).toEqual([[], [], false]);
    expect(events.map(({ data }) => data.resourceId)).toEqual([customerId]);
    expect((await read(admin, { after: next.nextCursor })).events).toEqual([]);
    // A cursor keeps its place: asked for again, it gives the same again.
    expect((await read(admin, { after: page.nextCursor })).events).toEqual(events);
  });

  test('page by page it gives what it gives at once', async () => {
    const all = (await read(admin, {})).events;
    const paged: Event[] = [];
    let query: Record<string, string> = { limit: '1' };
    for (;;) {
      const { events, page } = await read(admin, query);
      expect(events.length).toBeLessThanOrEqual(1);
      paged.push(...events);
      if (!page.hasMore) break;
      query = { limit: '1', after: page.nextCursor };
    }

    expect(all.length).toBeGreaterThan(1);
    expect(paged).toEqual(all);
  });

  test('a cursor that the sequence does not hold is refused, not read on from', async () => {
    const other = await signUp(app);
    const { page } = await read(other, {});
    const restored = Buffer.from('9999 evt_01jd4x7h2cf5prw8mzk0qv9tns').toString('base64url');

    for (const after of [page.nextCursor, restored]) {
      const { status, body } = await read(admin, { after });
      expect([status, body.code]).toEqual([409, 'event_cursor_lost']);
    }
    for (const text of ['0 evt_01jd4x7h2cf5prw8mzk0qv9tns', '-1', '1', '1 aud_x', '1e3 evt_x']) {
      const { status, body } = await read(admin, {
        after: Buffer.from(text).toString('base64url'),
      });
      expect([text, status, body.errors?.[0].pointer]).toEqual([text, 400, '/query/after']);
    }
  });

  test('it takes the permission events:read, and no other', async () => {
    const user = await addMember(app, admin, 'USER');
    const keyWith = async (permission: string) => {
      const body = { name: permission, permissions: [permission] };
      const response = await app.send('post', '/v1/api-keys', { token: admin.token, body });
      return { token: response.body.token as string };
    };

    expect((await read(user, {})).status).toBe(403);
    expect((await read(await keyWith('audit:read'), {})).status).toBe(403);
    expect((await read(await keyWith('events:read'), {})).status).toBe(200);
  });
});
