import { describe, expect, test } from 'vitest';
import type { ChargeSlice } from '#application/subscriptions/queries.ts';
import { subscriptionChangeView } from '#application/subscriptions/queries.ts';
import { later, parseCalendarDate } from '#domain/shared/time.ts';
import {
  buildCharge,
  buildInvoice,
  buildSubscription,
  builtTerms,
  issued,
} from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import { buildChange } from '../../change-builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { requireActive, subscribedBy } from './subscribed-tenant.ts';

/** The laws of `SubscriptionQueries` on what happened to one, and how it is found by a text. */
export const subscriptionTimelineContract = (name: string, open: OpenStorage): void => {
  describe(`SubscriptionQueries, one of them: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    const subscribed = subscribedBy(createTenant);

    /** Four charges, the middle ones of one instant; the first is issued, the next on a draft. */
    const withCharges = async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const [draft, done] = [buildInvoice(customerId), buildInvoice(customerId)];
      const finalized = issued(done);
      const [a, b, c, d] = [
        buildCharge(subscription, { createdAt: someday, invoiceId: done.facts.id }),
        buildCharge(subscription, { createdAt: nextDay, invoiceId: draft.facts.id }),
        buildCharge(subscription, { createdAt: nextDay }),
        buildCharge(subscription, { createdAt: weekLater }),
      ];
      await tenant.run(async (repositories) => {
        await repositories.invoices.add([draft, finalized]);
        await repositories.charges.add([d, c, b, a], builtTerms());
      });
      const { id } = subscription.facts;
      const read = async (slice: ChargeSlice, at = tenant, subscriptionId = id) =>
        at.read(({ subscriptions }) => subscriptions.charges(subscriptionId, slice));
      const places = async (slice: ChargeSlice) => {
        const all = [a, b, c, d].map((charge) => charge.id);
        return (await read(slice)).map(({ charge }) => 'abcd'[all.indexOf(charge.id)]).join('');
      };
      const { number } = finalized.facts.issue;
      return { charges: [a, b, c, d] as const, number, read, places };
    };
    const all = { limit: 10, after: null };

    test('law 4: its charges come oldest first, with the number of an issued invoice', async () => {
      const { charges, number, read } = await withCharges();

      const found = await read(all);

      expect(found.map(({ charge }) => charge)).toEqual(charges);
      expect(found.map(({ invoiceNumber }) => invoiceNumber)).toEqual([number, null, null, null]);
    });

    test('law 4: they are read on from a place, and back to one', async () => {
      const { charges, places } = await withCharges();
      const [, b, , d] = charges;
      const atB = { at: nextDay, lineId: b.id };
      const beforeNextDay = { at: nextDay, lineId: null };

      expect(await places({ limit: 2, after: null })).toBe('ab');
      expect(await places({ limit: 2, after: atB })).toBe('cd');
      expect(await places({ limit: 1, after: beforeNextDay })).toBe('b');
      expect(await places({ limit: 9, after: { at: later(nextDay, 1), lineId: null } })).toBe('d');
      const last = { at: weekLater, lineId: d.id };
      expect(await places({ limit: 9, after: last })).toBe('');
      expect(await places({ limit: 2, after: null, before: last })).toBe('bc');
      expect(await places({ limit: 9, after: null, before: atB })).toBe('a');
      expect(await places({ limit: 9, after: null, before: beforeNextDay })).toBe('a');
    });

    test('law 4: they are those of one subscription, in its tenant', async () => {
      const { read } = await withCharges();
      const other = await subscribed();
      const charge = buildCharge(other.subscription);
      await other.tenant.run(({ charges }) => charges.add([charge], builtTerms()));

      const { id } = other.subscription.facts;
      expect(await read(all, other.tenant)).toEqual([]);
      expect(await read(all, other.tenant, id)).toEqual([{ charge, invoiceNumber: null }]);
    });

    test('law 5: its changes come newest first, each in its state at the time', async () => {
      const { tenant, subscription } = await subscribed();
      const other = await subscribed();
      const { id } = subscription.facts;
      const changes = [0, 1, 2].map((days) =>
        buildChange(id, { id: buildId('chg', later(someday, days)) }),
      );
      const takenBack = changes[1]?.id ?? buildId('chg');
      await tenant.run(async ({ subscriptionChanges }) => {
        for (const change of changes) await subscriptionChanges.add(change);
        await subscriptionChanges.takeBack([takenBack], nextDay);
      });
      const list = (limit: number, after: typeof takenBack | null, at = tenant) =>
        at.read(({ subscriptions }) =>
          subscriptions.changes({ subscriptionId: id }, { limit, after }),
        );
      const shown = changes
        .map((change) => ({ ...change, takenBackAt: change.id === takenBack ? nextDay : null }))
        .map((change) => subscriptionChangeView(change, someday, null))
        .toReversed();

      expect(await list(10, null)).toEqual(shown);
      expect(await list(1, null)).toEqual(shown.slice(0, 1));
      expect(await list(10, takenBack)).toEqual(shown.slice(2));
      expect(await list(10, null, other.tenant)).toEqual([]);
    });

    test('law 5: a change that its end came before was not reached', async () => {
      const { tenant, subscription } = await subscribed();
      const { id } = subscription.facts;
      const end = { on: parseCalendarDate('2026-11-19'), at: someday };
      const canceled = requireActive(subscription).cancel(end, null, nextDay);
      await tenant.run(async ({ subscriptions, subscriptionChanges }) => {
        for (const at of [someday, nextDay]) {
          await subscriptionChanges.add(buildChange(id, { effective: { ...end, at } }));
        }
        await subscriptions.save(canceled);
      });

      const listed = await tenant.read(({ subscriptions }) =>
        subscriptions.changes({ subscriptionId: id }, { limit: 9, after: null }),
      );

      expect(listed.map(({ status }) => status)).toEqual(['not_reached', 'not_reached']);
    });

    test('law 6: it is found by the beginning of its external id, or of its own', async () => {
      const { tenant, customerId, plan } = await subscribed();
      const other = await createTenant();
      const named = buildSubscription(customerId, plan, { externalId: 'crm-%_1' });
      await tenant.run(({ subscriptions }) => subscriptions.save(named));
      const { id } = named.facts;
      const search = async (text: string, limit = 10, at = tenant) => {
        const found = await at.read(({ subscriptions }) => subscriptions.search(text, limit));
        return found.map((each) => each.id);
      };

      expect(await search('crm-%_')).toEqual([id]);
      expect(await search(id)).toEqual([id]);
      for (const text of ['rm-', 'CRM-', 'crm-__', 'crm-%%', buildId('sub')]) {
        expect([text, await search(text)]).toEqual([text, []]);
      }
      expect([await search('crm-', 10, other), await search(id, 10, other)]).toEqual([[], []]);
    });

    test('law 6: of many, so many are found', async () => {
      const { tenant, customerId, plan } = await subscribed();
      await tenant.run(async ({ subscriptions }) => {
        for (const number of [1, 2, 3]) {
          await subscriptions.save(
            buildSubscription(customerId, plan, { externalId: `crm-${number}` }),
          );
        }
      });
      const found = await tenant.read(({ subscriptions }) => subscriptions.search('crm-', 2));

      expect(found).toHaveLength(2);
    });
  });
};
