import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Belongings, Caller } from '../http/world.ts';
import { furnish, newEmail, newPlan, signUp } from '../http/world.ts';
import type { Method } from '../support/app.ts';
import { appUnderTest } from '../support/app.ts';
import { gathered } from '../support/module-fixtures.ts';
import { committedDocument } from '../support/openapi.ts';
import { tablesInUse } from './schema-catalog.ts';

// Every operation of the document, by every id that it takes: of another tenant, of nobody, and
// malformed. What is not listed below is taken from the document, so a new operation is covered, or
// fails here for want of a body.

const app = appUnderTest('postgres');
let owner: Client;
let mine: Caller;
let own: Belongings;
let theirs: Caller;
let foreign: Belongings;

beforeAll(async () => {
  mine = await signUp(app);
  own = await furnish(app, mine);
  theirs = await signUp(app);
  foreign = await furnish(app, theirs);
  owner = new Client({ connectionString: app.url() });
  await owner.connect();
});
afterAll(() => owner.end());

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly pattern?: string };
}
interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: object;
}

const operations = Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method as Method,
    ...(operation as unknown as Operation),
  })),
);
type Listed = (typeof operations)[number];

// A body that is good, so that nothing but the id can be refused.
const unknownPrice = {
  items: [{ priceId: 'price_01jd4x7h2cf5prw8mzk0qv9tns', quantity: '2' }],
  effective: 'now',
};

const bodies: Readonly<Record<string, object>> = {
  ...Object.fromEntries(Object.entries(gathered.bodies).map(([name, body]) => [name, body()])),
  updateUser: { role: 'ADMIN' },
  updateProduct: { name: 'Stolen' },
  updatePlan: { name: 'Stolen' },
  createPlanVersion: {},
  updatePlanVersion: { trialDays: 1 },
  rotateApiKey: {},
  updateApiKey: { name: 'Stolen' },
  updateWebhookEndpoint: { description: 'Stolen' },
  updateSubscription: { name: 'Stolen' },
  cancelSubscription: { effective: 'now' },
  previewCancellation: { effective: 'now' },
  pauseSubscription: { effective: 'now' },
  previewPause: { effective: 'now' },
  resumeSubscription: { effective: 'now' },
  previewResumption: { effective: 'now' },
  changeSubscription: unknownPrice,
  previewSubscriptionChange: unknownPrice,
  previewPlanMigration: { toVersion: 1, effective: 'now' },
  startPlanMigration: { toVersion: 1, effective: 'now' },
  extendTrial: { trialEndsAt: '2027-01-31T12:00:00Z' },
  previewTrialExtension: { trialEndsAt: '2027-01-31T12:00:00Z' },
  endTrial: {},
  previewTrialEnd: {},
  updateInvoice: { metadata: { stolen: 'yes' } },
  addInvoiceLine: { description: 'Stolen', unitAmount: '1' },
  updateInvoiceLine: { description: 'Stolen' },
  voidInvoice: { reissue: true },
  recordPayment: { amount: { amount: 100, currency: 'EUR' }, paidOn: '2026-11-26' },
  adjustCustomerBalance: { amount: { amount: 100, currency: 'EUR' }, reason: 'Stolen' },
  checkEntitlement: { feature: 'seats' },
  replayWebhookEvents: { since: '2020-01-01T00:00:00Z' },
};

/** Parameters that operations need besides: ids of one's own. */
const questions: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  queryUsage: () => ({
    customerId: own.customerId,
    meterId: own['meterId'] ?? '',
    from: '2026-11-01',
    to: '2026-12-01',
  }),
};

/** How an unknown id is answered, where that is no empty list. */
const refusals: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  queryUsage: { customerId: 404, meterId: 404, subscriptionId: 400 },
};

const isId = ({ schema }: Parameter): boolean => /^\^[a-z]+_/.test(schema.pattern ?? '');
const pathIds = ({ parameters }: Listed) =>
  parameters.filter((parameter) => parameter.in === 'path' && isId(parameter));
const queryIds = ({ parameters }: Listed) =>
  parameters.filter((parameter) => parameter.in === 'query' && isId(parameter));
const withPathId = operations.filter((operation) => pathIds(operation).length > 0);
const withQueryId = operations.filter((operation) => queryIds(operation).length > 0);
const named = (list: readonly Listed[]) => list.map((each) => [each.operationId, each] as const);

const prefixOf = ({ schema }: Parameter): string =>
  /^\^([a-z]+)_/.exec(schema.pattern ?? '')?.[1] ?? '';
const nobodys = (parameter: Parameter): string =>
  `${prefixOf(parameter)}_01jd4x7h2cf5prw8mzk0qv9tns`;

const send = (operation: Listed, ids: Partial<Belongings>, query = '') => {
  const { path, method, operationId, requestBody, parameters } = operation;
  const takesVersion = parameters.some(({ name }) => name === 'If-Match');
  return app.send(
    method,
    path.replaceAll(/\{(\w+)\}/g, (_, name: keyof Belongings) => ids[name] ?? '') + query,
    {
      token: mine.token,
      ...(requestBody === undefined ? {} : { body: bodies[operationId] }),
      headers: { 'X-Request-Id': 'same', ...(takesVersion ? { 'If-Match': '*' } : {}) },
    },
  );
};

/** Every row that the other tenant has, as one hash. */
const theirRows = async (): Promise<string> => {
  const hash = createHash('sha256');
  const tables = (await tablesInUse(owner)).map(({ name }) => name);
  for (const name of tables) {
    const { rows } = await owner.query(
      `select row_to_json(t)::text as row from ${name} t where tenant_id = $1 order by 1`,
      [uuidOf(theirs.tenantId as TenantId)],
    );
    hash.update(name).update(JSON.stringify(rows));
  }
  return hash.digest('hex');
};

test('every operation is one of those below, or takes no id, or has a body that names it', () => {
  const missing = withPathId.filter(
    ({ requestBody, operationId }) => requestBody !== undefined && !(operationId in bodies),
  );

  expect(missing.map(({ operationId }) => operationId)).toEqual([]);
  expect(withPathId.length).toBeGreaterThan(20);
  const plain = operations.filter(
    (each) => !withPathId.includes(each) && !withQueryId.includes(each),
  );
  // A token is a secret, and no id: whoever has it may see what it opens.
  const withId = plain.filter(({ path }) => path.replace('{token}', '').includes('{'));
  expect(withId).toEqual([]);
});

describe('an id in the path', () => {
  test.each(named(withPathId))('of %s: another’s is nobody’s', async (_, operation) => {
    const before = await theirRows();
    for (const parameter of pathIds(operation)) {
      const { name } = parameter;
      const another = await send(operation, { ...own, [name]: foreign[name as keyof Belongings] });
      const unknown = await send(operation, { ...own, [name]: nobodys(parameter) });
      const malformed = await send(operation, { ...own, [name]: 'x_malformed' });

      expect([another.status, unknown.status, malformed.status]).toEqual([404, 404, 400]);
      expect({ ...another.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
      const kept = ({ headers }: typeof another) =>
        Object.keys(headers).filter((header) => !['date', 'ratelimit'].includes(header));
      expect(kept(another)).toEqual(kept(unknown));
    }
    expect(await theirRows()).toBe(before);
  });
});

describe('an id in the query', () => {
  test.each(named(withQueryId))('of %s: another’s finds as little as nobody’s', async (_, each) => {
    for (const parameter of queryIds(each)) {
      const { name } = parameter;
      const key = { endpointId: 'webhookEndpointId' }[name] ?? name;
      const id = foreign[key as keyof Belongings] ?? nobodys(parameter);
      const ask = (asked: string) => {
        const question = { ...questions[each.operationId]?.(), [name]: asked };
        return send(each, own, `?${new URLSearchParams(question).toString()}`);
      };
      const another = await ask(id);
      const unknown = await ask(nobodys(parameter));
      const malformed = await ask('x_malformed');

      const status = refusals[each.operationId]?.[name] ?? 200;
      expect([another.status, unknown.status, malformed.status]).toEqual([status, status, 400]);
      expect(another.text).toBe(unknown.text);
      expect(another.body.data).toEqual(status === 200 ? [] : undefined);
    }
  });
});

describe('an id in the body', () => {
  test('of another tenant’s product makes no plan, as little as nobody’s', async () => {
    const before = await theirRows();
    const create = (productId: string) =>
      app.send('post', '/v1/plans', {
        token: mine.token,
        body: newPlan(productId),
        headers: { 'X-Request-Id': 'same' },
      });

    const another = await create(foreign.productId);
    const unknown = await create('prod_01jd4x7h2cf5prw8mzk0qv9tns');

    expect(another.status).toBe(unknown.status);
    expect(another.body).toEqual(unknown.body);
    expect(await theirRows()).toBe(before);
  });

  test('of another tenant is no way in, as little as of nobody’s', async () => {
    const enter = (tenantId: string) =>
      app.send('post', '/v1/auth/switch-tenant', {
        token: mine.token,
        body: { tenantId },
        headers: { 'X-Request-Id': 'same' },
      });

    const another = await enter(theirs.tenantId);
    const unknown = await enter('ten_01jd4x7h2cf5prw8mzk0qv9tns');

    expect([another.status, another.body]).toEqual([403, unknown.body]);
  });

  test('an e-mail address that another tenant bills is free here', async () => {
    const email = newEmail();
    const create = (token: string) =>
      app.send('post', '/v1/customers', { token, body: { name: 'Both', email } });

    expect([(await create(theirs.token)).status, (await create(mine.token)).status]).toEqual([
      201, 201,
    ]);
  });
});
