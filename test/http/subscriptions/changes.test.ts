import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/subscriptions';

/** A subscription of EUR 49.00 a month from the 1st of June, and a plan of EUR 98.00. */
const openWithPlans = async (): Promise<
  Shop & { readonly member: string; readonly pro: string }
> => {
  const shop = await openShop(app, '2026-06-01T10:00:00Z');
  const price = { kind: 'recurring', model: 'flat', billed: 'in_advance' };
  const prices = [{ ...price, name: 'Pro', amount: euros(9800) }];
  const pro = await shop.newPlan({ prices });
  await shop.send('get', `/v1/plans/${pro}`);
  const { body: made } = await shop.subscribe();
  return { ...shop, member: `${path}/${made.id}`, pro };
};

describe('a change', () => {
  test('is previewed, made as it was shown, and listed', async () => {
    const { send, member, pro, advance, invoices } = await openWithPlans();
    await advance('2026-06-16T10:00:00Z');
    const change = { planId: pro, effective: 'now' };

    const shown = await send('post', `${member}/changes/preview`, change);
    const before = await invoices();
    const made = await send('post', `${member}/changes`, { ...change, quote: shown.body.quote });

    expect([shown.status, before.length]).toEqual([200, 1]);
    expect(shown.body).toMatchObject({
      now: [{ total: euros(2450), amountDue: euros(2450) }],
      next: { total: euros(9800), at: '2026-07-01T00:00:00.000Z' },
    });
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ status: 'in_force', planId: pro, effectiveOn: '2026-06-16' }),
    ]);
    expect((await invoices()).at(-1)).toMatchObject({ total: euros(2450) });
    const listed = await send('get', `${member}/changes`);
    expect(listed.body.data).toEqual([made.body]);
    expect((await send('get', member)).body).toMatchObject({ planId: pro, version: 2 });
  });

  test('and a new subscription and an end are previewed, too', async () => {
    const { send, member, pro, customerId, advance, invoices } = await openWithPlans();
    await advance('2026-06-16T10:00:00Z');

    const created = await send('post', `${path}/preview`, { customerId, planId: pro });
    const canceled = await send('post', `${member}/cancel/preview`, { effective: 'now' });

    expect([created.status, created.body.now]).toMatchObject([200, [{ total: euros(9800) }]]);
    expect([canceled.status, canceled.body.now]).toMatchObject([
      200,
      [{ subtotal: euros(-2287), total: euros(0) }],
    ]);
    expect(canceled.body.next).toBeNull();
    expect(await invoices()).toHaveLength(1);
    const { quote } = created.body;
    const made = await send('post', path, { customerId, planId: pro, quote });
    const again = await send('post', path, { customerId, planId: pro, quote });
    expect([made.status, again.status, again.body.code]).toEqual([201, 409, 'preview_outdated']);
  });

  test('sets a period that is owed whole off against one of another model', async () => {
    const shop = await openShop(app, '2026-06-01T10:00:00Z');
    const { send, subscribe, newPlan, advance, invoices } = shop;
    const seats = { code: 'seats', name: 'Seats', isProrated: false };
    const tiers = [
      { upTo: '10', unitAmount: '5' },
      { upTo: null, unitAmount: '3' },
    ];
    const planId = await newPlan({ prices: [{ ...seats, amount: euros(1000) }] });
    const tiered = await newPlan({ prices: [{ ...seats, model: 'graduated', tiers }] });
    const { prices } = (await send('get', `/v1/plans/${tiered}`)).body;
    const { body: made } = await subscribe({ planId });
    await advance('2026-06-16T10:00:00Z');
    const change = { planId: tiered, items: [{ priceId: prices[0].id, quantity: '12' }] };
    const body = { ...change, effective: 'now' };

    const shown = await send('post', `${path}/${made.id}/changes/preview`, body);
    await send('post', `${path}/${made.id}/changes`, { ...body, quote: shown.body.quote });

    expect([shown.status, shown.body.now]).toMatchObject([200, [{ total: euros(4600) }]]);
    expect((await invoices()).at(-1)).toMatchObject({ total: euros(4600) });
  });

  test('is refused as outdated with the new preview, where something moved', async () => {
    const { send, member, pro } = await openWithPlans();
    const change = { planId: pro, effective: 'now' };
    const { body: shown } = await send('post', `${member}/changes/preview`, change);
    await send('post', `${member}/cancel`, { effective: { on: '2026-06-16' } }, '*');

    const refused = await send('post', `${member}/changes`, { ...change, quote: shown.quote });

    expect([refused.status, refused.body.code]).toEqual([409, 'preview_outdated']);
    const { preview } = refused.body;
    expect(preview).not.toMatchObject({ now: shown.now });
    expect(preview.quote).not.toBe(shown.quote);
    const again = await send('post', `${member}/changes`, { ...change, quote: preview.quote });
    expect(again.status).toBe(201);
  });

  test('that lies ahead is taken back with the version, once', async () => {
    const { send, member, pro, advance, invoices } = await openWithPlans();
    const effective = { on: '2026-06-16' };
    const made = await send('post', `${member}/changes`, { planId: pro, effective });
    const change = `${member}/changes/${made.body.id}`;

    const unseen = await send('delete', change);
    const stale = await send('delete', change, undefined, '"1"');
    const taken = await send('delete', change, undefined, '"2"');
    const again = await send('delete', change, undefined, '"3"');
    await advance('2026-07-01T10:00:00Z');

    expect([unseen.status, stale.status]).toEqual([428, 412]);
    expect([taken.status, taken.headers['etag'], taken.body.version]).toEqual([200, '"3"', 3]);
    expect([again.status, again.body.code]).toEqual([409, 'change_not_scheduled']);
    const { data } = (await send('get', `${member}/changes`)).body;
    expect(data).toMatchObject([{ id: made.body.id, status: 'taken_back' }]);
    expect((await invoices()).map(({ total }) => total)).toEqual([euros(4900), euros(4900)]);
  });

  test.each([
    [{ effective: 'now' }, 400, 'nothing_changes'],
    [
      { effective: 'now', items: [{ priceId: 'price_01jd4x7h2cf5prw8mzk0qv9tns' }] },
      400,
      'unknown_price',
    ],
    [{ effective: { on: '2026-05-31' }, planId: 'pro' }, 409, 'earlier_than_last_change'],
    [{ effective: 'now', planId: 'plan_01jd4x7h2cf5prw8mzk0qv9tns' }, 404, 'plan_not_found'],
    [
      { effective: 'now', planId: 'pro', billingPolicy: { countedBy: 'second' } },
      400,
      'policy_field_fixed',
    ],
    [
      { effective: 'now', planId: 'pro', billingPolicy: { creditAs: 'credit_note' } },
      400,
      'credit_notes_unavailable',
    ],
  ])('%j is refused with %i %s, and so is its preview', async (given, status, code) => {
    const { send, member, pro } = await openWithPlans();
    const body = 'planId' in given && given.planId === 'pro' ? { ...given, planId: pro } : given;

    for (const call of [`${member}/changes`, `${member}/changes/preview`]) {
      const refused = await send('post', call, body);
      const codes = [
        refused.body.code,
        ...(refused.body.errors ?? []).map((each: { code: string }) => each.code),
      ];
      expect([call, refused.status, codes.includes(code)]).toEqual([call, status, true]);
    }
  });
});

test('a policy holds for what is made afterwards, and is kept by what was made', async () => {
  const { send, subscribe } = await openWithPlans();

  const changed = await send(
    'patch',
    '/v1/tenant',
    { billingPolicy: { preset: 'per_second' } },
    '*',
  );
  const { body: later } = await subscribe({ billingPolicy: { cancelCredit: 'none' } });
  const refused = await subscribe({ billingPolicy: { taxRounding: 'per_line' } });
  const contradiction = { dayOfChange: 'old', dayOfEnd: 'free' };
  const both = await send('patch', '/v1/tenant', { billingPolicy: contradiction }, '*');

  expect(changed.body.billingPolicy).toMatchObject({
    countedBy: 'second',
    creditAs: 'next_invoice',
  });
  expect(later.billingPolicy).toMatchObject({ countedBy: 'second', cancelCredit: 'none' });
  expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'policy_field_fixed']);
  expect([both.status, both.body.errors[0].code]).toEqual([400, 'policy_contradiction']);
});

describe('a trial', () => {
  test('is extended and ended as their previews showed, and told of', async () => {
    const shop = await openShop(app, '2026-06-01T10:00:00Z');
    const { send, subscribe, advance, invoices } = shop;
    const { body: made, headers } = await subscribe({ trialDays: 14 });
    const member = `${path}/${made.id}`;
    const longer = { trialEndsAt: '2026-06-20T10:00:00Z' };

    const unseen = await send('post', `${member}/extend-trial`, longer);
    const stale = await send('post', `${member}/extend-trial`, longer, '"9"');
    const shown = await send('post', `${member}/extend-trial/preview`, longer);
    const extended = await send('post', `${member}/extend-trial`, longer, headers['etag']);
    await advance('2026-06-18T10:00:00Z');
    const { body: end } = await send('post', `${member}/end-trial/preview`);
    const { quote } = end;
    const ended = await send('post', `${member}/end-trial`, { quote }, extended.headers['etag']);
    const again = await send('post', `${member}/end-trial`, undefined, '*');

    expect(made).toMatchObject({
      status: 'trialing',
      trialEndsAt: '2026-06-15T10:00:00.000Z',
      currentPeriod: { start: '2026-06-01', end: '2026-06-15' },
    });
    expect([unseen.status, stale.status, again.body.code]).toEqual([428, 412, 'not_in_trial']);
    expect([shown.status, shown.body]).toMatchObject([
      200,
      { now: [], next: { at: '2026-06-20T10:00:00.000Z', total: euros(4900) } },
    ]);
    expect([extended.status, extended.body.trialEndsAt]).toEqual([200, '2026-06-20T10:00:00.000Z']);
    expect(end).toMatchObject({ now: [{ total: euros(4900) }], next: { total: euros(4900) } });
    expect([ended.status, ended.body]).toMatchObject([200, { status: 'active', version: 3 }]);
    expect(await invoices()).toMatchObject([{ total: euros(4900) }]);
    const timeline = await send('get', `${member}/timeline`);
    expect(timeline.body.data.map(({ kind }: { kind: string }) => kind)).toEqual([
      'created',
      'started',
      'trial_ended',
      'charged',
    ]);
    const { body: events } = await send('get', '/v1/events?limit=100');
    expect(events.data.map(({ type }: { type: string }) => type).filter(isOfTrial)).toEqual([
      'subscription.trial_extended',
      'subscription.trial_ended',
    ]);
  });

  test('is found among those in a trial, and not among the active', async () => {
    const { send, subscribe } = await openShop(app);
    await subscribe({ trialDays: 14 });

    const trialing = await send('get', `${path}?status=trialing`);
    const active = await send('get', `${path}?status=active`);

    expect([trialing.body.data.length, active.body.data.length]).toEqual([1, 0]);
  });
});

const isOfTrial = (type: string): boolean => type.includes('trial');

describe('a subscription that comes with changes', () => {
  test('lists them as scheduled, and takes a fault where it lies', async () => {
    const { send, subscribe, planId } = await openShop(app, '2026-06-01T10:00:00Z');
    const later = { planId, effective: { on: '2026-07-01' } };
    const past = { planId, effective: { on: '2026-02-30' } };

    const { body: made } = await subscribe({ changes: [later] });
    const refused = await subscribe({ changes: [later, past] });
    const now = await subscribe({ changes: [{ planId, effective: 'now' }] });

    const { body: listed } = await send('get', `${path}/${made.id}/changes`);
    expect(listed.data).toMatchObject([{ status: 'scheduled', effectiveOn: '2026-07-01' }]);
    expect([refused.status, refused.body.errors]).toMatchObject([
      400,
      [{ pointer: '/changes/1/effective/on', code: 'invalid_date' }],
    ]);
    expect(now.body.errors).toMatchObject([
      { pointer: '/changes/0/effective', code: 'effective_in_the_past' },
    ]);
  });
});

test('a plan that was agreed to for later counts in lists once it is in force', async () => {
  const { send, member, pro, advance } = await openWithPlans();
  const made = await send('get', member);
  await send('post', `${member}/changes`, { planId: pro, effective: { on: '2026-06-16' } });
  const listed = async (planId: string) => {
    const { data } = (await send('get', `${path}?planId=${planId}`)).body;
    return data.map(({ id }: { id: string }) => id);
  };

  const before = [await listed(pro), await listed(made.body.planId)];
  await advance('2026-06-16T00:00:00Z');
  const after = [await listed(pro), await listed(made.body.planId)];

  expect([before, after]).toEqual([
    [[], [made.body.id]],
    [[made.body.id], []],
  ]);
});

test('a change without a line does not hide the next invoice', async () => {
  const { send, subscribe, newPlan } = await openWithPlans();
  const price = { kind: 'recurring', model: 'per_unit', unitAmount: '49', billed: 'in_arrears' };
  // In arrears and not divided: the month is owed once, at the most that was agreed in it.
  const late = await newPlan({ prices: [{ ...price, name: 'Late', isProrated: false }] });
  const { body: made } = await subscribe({ planId: late });
  const items = [{ priceId: made.items[0].priceId, quantity: '2' }];
  const change = { items, effective: { on: '2026-06-10' } };

  const shown = await send('post', `${path}/${made.id}/changes/preview`, change);
  await send('post', `${path}/${made.id}/changes`, change);
  const upcoming = await send('get', `${path}/${made.id}/upcoming-invoice`);

  const next = { at: '2026-07-01T00:00:00.000Z', total: euros(9800 + 4900) };
  expect([shown.body.next, upcoming.body.next]).toMatchObject([next, next]);
  expect(upcoming.body.next.lines).toHaveLength(2);
});
