import { beforeAll, describe, expect, test } from 'vitest';
import { operationDocs } from '#interfaces/http/document/operation-docs.ts';
import type { Method } from '../../support/app.ts';
import { committedDocument } from '../../support/openapi.ts';
import { accountsUnderTest } from '../identity/account-holders.ts';
import type { Belongings, Caller } from '../world.ts';
import { furnish, newEmail, newPlan, password } from '../world.ts';

// The request in the description of every operation, sent as it stands there. What nobody can know
// beforehand is put in as a reader would: the token, ids, and the tokens that are told once.

const { app, mailbox } = accountsUnderTest('memory');

interface Parameter {
  readonly name: string;
  readonly schema: { readonly type?: string };
}

interface Documented {
  readonly operationId: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly example?: object }>>;
  };
}

const operations = Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...(operation as unknown as Documented),
    method,
    path,
  })),
);
const named = operations.map((each) => [each.operationId, each] as const);

/** The request of a command of `curl`. */
const readCommand = (description: string) => {
  const [, command = ''] = /```sh\n([\s\S]*?)\n```/.exec(description) ?? [];
  const line = command.replaceAll(' \\\n  ', ' ');
  const [, method = '', url = ''] = /^curl -X ([A-Z]+) "\$BILLING([^"]+)"/.exec(line) ?? [];
  const headers = [...line.matchAll(/-H "((?:[^"\\]|\\.)*)"/g)].map(([, header = '']) => {
    const [header_, value = ''] = header.replaceAll('\\"', '"').split(': ');
    return [header_ ?? '', value] as const;
  });
  const [, body] = / -d '([^']*)'/.exec(line) ?? [];
  return { method, url, headers: Object.fromEntries(headers), body };
};

let caller: Caller;
let own: Belongings;

/** Signs up by the example itself, and makes one of everything. */
beforeAll(async () => {
  const signUp = operations.find(({ operationId }) => operationId === 'signUp');
  const { method, url, body } = readCommand(signUp?.description ?? '');
  const response = await app.send(method.toLowerCase() as Method, url, {
    body: JSON.parse(body ?? '{}'),
  });
  if (response.status !== 201) throw new Error(`${method} ${url}: ${response.text}`);
  const { accessToken, refreshToken, tenant, user } = response.body;
  const ids = { tenantId: tenant.id as string, userId: user.id as string };
  caller = { token: accessToken, refreshToken, ...ids, email: 'ada@acme.example' };
  own = await furnish(app, caller);
});

/** A draft that a person wrote, and its line. */
const writtenDraft = async () => {
  const lines = [{ description: 'Consulting', unitAmount: '100' }];
  const body = { customerId: own.customerId, currency: 'EUR', lines };
  const { body: draft } = await app.send('post', '/v1/invoices', { token: caller.token, body });
  return { inv: draft.id as string, line: draft.lines[0].id as string };
};

/** Things that must be there before an operation makes sense, and the placeholders for them. */
const prepare = async (operationId: string): Promise<Readonly<Record<string, string>>> => {
  const { token } = caller;
  switch (operationId) {
    case 'deleteProduct': {
      const body = { code: 'unused', name: 'Unused' };
      return { prod: (await app.send('post', '/v1/products', { token, body })).body.id };
    }
    case 'deleteCustomer': {
      const body = { name: 'Never billed', email: newEmail('customer') };
      return { cus: (await app.send('post', '/v1/customers', { token, body })).body.id };
    }
    case 'restorePlan': {
      const headers = { 'If-Match': '*' };
      await app.send('delete', `/v1/plans/${own.planId}`, { token, headers });
      return {};
    }
    case 'createPlanVersion': {
      const body = newPlan(own.productId);
      return { plan: (await app.send('post', '/v1/plans', { token, body })).body.id };
    }
    case 'getPlanVersion':
    case 'updatePlanVersion':
    case 'deletePlanVersion':
    case 'publishPlanVersion': {
      const body = newPlan(own.productId);
      const { body: plan } = await app.send('post', '/v1/plans', { token, body });
      await app.send('post', `/v1/plans/${plan.id}/versions`, { token, body: {} });
      return { plan: plan.id };
    }
    case 'previewSubscription':
    case 'previewSubscriptionChange':
    case 'createSubscription': {
      // The plan of the furniture may be archived by now.
      const body = newPlan(own.productId);
      const { body: plan } = await app.send('post', '/v1/plans', { token, body });
      return { plan: plan.id, price: plan.prices[0].id };
    }
    case 'extendTrial':
    case 'previewTrialExtension':
    case 'endTrial':
    case 'previewTrialEnd': {
      const plan = await app.send('post', '/v1/plans', { token, body: newPlan(own.productId) });
      const trial = { startsOn: '2028-03-01', trialDays: 14 };
      const body = { customerId: own.customerId, planId: plan.body.id, ...trial };
      const made = await app.send('post', '/v1/subscriptions', { token, body });
      return { sub: made.body.id };
    }
    case 'changeSubscription': {
      const path = `/v1/subscriptions/${own.subscriptionId}`;
      const { body } = await app.send('get', path, { token });
      return { price: body.items[0].priceId };
    }
    case 'takeBackSubscriptionChange': {
      // The one of the furniture may be in force, or taken back, by now.
      const path = `/v1/subscriptions/${own.subscriptionId}`;
      const seen = await app.send('get', path, { token });
      const body = { items: [{ priceId: seen.body.items[0].priceId }], effective: 'period_end' };
      return { chg: (await app.send('post', `${path}/changes`, { token, body })).body.id };
    }
    case 'addInvoiceLine':
    case 'updateInvoiceLine':
    case 'deleteInvoiceLine':
    case 'updateInvoice':
    case 'deleteInvoice':
      return writtenDraft();
    case 'voidInvoice':
    case 'markInvoiceUncollectible': {
      const draft = await writtenDraft();
      const headers = { 'If-Match': '*' };
      await app.send('post', `/v1/invoices/${draft.inv}/finalize`, { token, headers });
      return draft;
    }
    case 'acceptInvitation': {
      const body = { email: newEmail('guest'), role: 'USER' };
      const invited = await app.send('post', '/v1/users', { token, body });
      return { token: invited.body.token };
    }
    case 'previewInvitation': {
      const body = { email: newEmail('guest'), role: 'USER' };
      const invited = await app.send('post', '/v1/users', { token, body });
      return { pathToken: invited.body.token };
    }
    case 'verifyEmail':
      return { token: await mailbox.token(caller.email, 'proof') };
    case 'resetPassword': {
      const body = { email: caller.email };
      await app.send('post', '/v1/auth/forgot-password', { body });
      // The example of the request for it has had one sent before.
      return { token: await mailbox.token(caller.email, 'reset', 2) };
    }
    case 'refreshTokens':
    case 'logOut': {
      const body = { email: caller.email, password };
      const signedIn = await app.send('post', '/v1/auth/login', { body });
      return { refreshToken: signedIn.body.refreshToken };
    }
    default:
      return {};
  }
};

const send = async ({ operationId, description }: Documented) => {
  const prepared = await prepare(operationId);
  const ids: Readonly<Record<string, string>> = {
    cus: own.customerId,
    prod: own.productId,
    plan: own.planId,
    usr: own.userId,
    ivt: own.invitationId,
    ses: own.sessionId,
    key: own.apiKeyId,
    whk: own.webhookEndpointId,
    dlv: own.webhookDeliveryId,
    sub: own.subscriptionId,
    chg: own.changeId,
    mig: own.migrationId,
    inv: own.invoiceId,
    line: own.lineId,
    iss: own.issueId,
    tax: own['taxRateId'] ?? '',
    mtr: own['meterId'] ?? '',
    alr: own['alertId'] ?? '',
    ten: caller.tenantId,
    ...prepared,
  };
  const withIds = (text: string): string =>
    text.replaceAll(/\b([a-z]+)_01jd4x7h2cf5prw8mzk0qv9tns/g, (whole, of) => ids[of] ?? whole);
  const { method, url, headers, body } = readCommand(description);
  const path = withIds(url).replace(
    /[^/]*_01jd4x7h2cf5prw8mzk0qv9tns$/,
    (whole) => prepared['pathToken'] ?? whole,
  );
  const { Authorization, ...others } = headers;
  if ('If-Match' in others) {
    // An action stands below the thing whose version it takes.
    const thing = path
      .replace(/(_[0-9a-z]{26})\/[a-z-]+(?:\/(?:chg|line)_[0-9a-z]{26})?$/, '$1')
      .replace(/(\/versions\/\d+)\/[a-z-]+$/, '$1');
    const seen = await app.send('get', thing, { token: caller.token });
    others['If-Match'] = seen.headers['etag'] ?? '';
  }
  const given = body === undefined ? undefined : JSON.parse(withIds(body));
  for (const name of ['token', 'refreshToken'])
    if (given?.[name] !== undefined) given[name] = prepared[name];
  return app.send(method.toLowerCase() as Method, path, {
    ...(Authorization === undefined ? {} : { token: caller.token }),
    headers: others,
    ...(given === undefined ? {} : { body: given }),
  });
};

test('nothing is described that there is not', () => {
  const names = operations.map(({ operationId }) => operationId);

  expect(Object.keys(operationDocs).toSorted()).toEqual(names.toSorted());
});

test.each(named)('%s has a description, and an example that fits it', (_, each) => {
  const { method, url, body } = readCommand(each.description);

  expect(each.description).toMatch(/^[A-Z`][^\n]{19,}\.\n\n```sh\n/);
  expect(method).toBe(each.method.toUpperCase());
  expect(url.split('?')[0]?.split('/').length).toBe(each.path.split('/').length);
  const example = each.requestBody?.content['application/json']?.example;
  expect(body === undefined ? undefined : JSON.parse(body)).toEqual(example);
  expect(example === undefined).toBe(each.requestBody === undefined);
});

// Reads first, what takes things away last, and last of all the password.
const atTheEnd = ['changePassword', 'resetPassword'];
const rank = ({ method, operationId }: Documented & { readonly method: string }): number =>
  10 * atTheEnd.indexOf(operationId) + ['get', 'patch', 'post', 'delete'].indexOf(method);
const inOrder = operations
  .filter(({ operationId }) => operationId !== 'signUp')
  .toSorted((one, other) => rank(one) - rank(other))
  .map((each) => [each.operationId, each] as const);

describe('the example', () => {
  test.each(inOrder)('of %s succeeds', async (_, each) => {
    const { status, text } = await send(each);

    // A file has no text.
    expect([status < 300, status < 300 ? '' : text.slice(0, 300)]).toEqual([true, '']);
  });
});

test('a parameter that is a number is one in the document', () => {
  const limits = operations.flatMap(({ parameters }) =>
    parameters.filter(({ name }) => name === 'limit'),
  );

  expect(limits.length).toBeGreaterThan(8);
  for (const { schema } of limits)
    expect(schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
  const instants = operations.flatMap(({ parameters }) =>
    parameters.filter(({ name }) => name.startsWith('createdAt')),
  );
  expect(new Set(instants.map(({ schema }) => schema.type))).toEqual(new Set(['string']));
});
