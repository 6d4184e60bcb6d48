import { describe, expect, test } from 'vitest';
import type { AllRepositories } from '#application/storage.ts';
import type { CustomerId, MeterId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import {
  buildCharge,
  buildSubscription,
  builtTerms,
  storeAgreeing,
} from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildUsageLine, counted } from '../../usage-builders.ts';

const [calls, seats] = [buildId('mtr'), buildId('mtr')];
const early = { startsAt: someday, endsAt: nextDay };
const late = { startsAt: nextDay, endsAt: weekLater };

/** Stores a subscription that takes late usage, or refuses it, of a customer of its own. */
const storeSubscription = async (
  repositories: AllRepositories,
  { externalId, lateUsage }: { externalId: string; lateUsage: 'next_invoice' | 'refuse' },
): Promise<Subscription> => {
  const { customerId, plan } = await storeAgreeing(repositories);
  const customer = await repositories.customers.find(customerId);
  if (customer === undefined) throw new Error('It was stored.');
  await repositories.customers.save(customer.change({ externalId }, someday));
  const policy = { ...standardPolicy, lateUsage };
  return repositories.subscriptions.save(buildSubscription(customerId, plan, { policy }));
};

/** Stores lines of usage of all kinds: of some of them the usage was counted for an invoice. */
const storeLines = async (
  { charges }: AllRepositories,
  subscription: Subscription,
): Promise<void> => {
  const lines = [
    buildUsageLine(subscription, { ...early, meterId: calls, derived: counted, part: 'eu' }),
    buildUsageLine(subscription, { ...early, meterId: calls, derived: counted, part: 'us' }),
    buildUsageLine(subscription, {
      ...late,
      part: 'seats',
      meterId: seats,
      derived: { counted: { events: 0, position: '1' } },
    }),
    buildUsageLine(subscription, { ...late, part: 'waiting', meterId: calls }),
    buildUsageLine(subscription, {
      ...late,
      meterId: calls,
      cause: 'threshold/100',
      derived: { ...counted, isProgressive: true },
    }),
  ];
  for (const { line, terms } of lines) await charges.add([line], terms);
  await charges.add([buildCharge(subscription, late)], builtTerms());
};

const spanOf = (
  { facts: { id: subscriptionId, customerId } }: Subscription,
  meterId: MeterId,
  { startsAt: from, endsAt: to }: typeof early,
) => ({ customerId, subscriptionId, meterId, from, to });

type Span = ReturnType<typeof spanOf>;

const inOrder = <Each extends Span>(spans: readonly Each[]): readonly Each[] =>
  spans.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
const keyOf = ({ subscriptionId, from }: Span): string => `${subscriptionId} ${from}`;

/** The spans of which usage was counted: law 4 of `UsageCancellations`, law 8 of `UsageStore`. */
export const invoicedUsageContract = (name: string, open: OpenStorage): void => {
  describe(`Invoiced usage: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const openBoth = async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      const [strict, lenient] = await tenant.run(async (repositories) => {
        const both = [
          await storeSubscription(repositories, { externalId: 'strict', lateUsage: 'refuse' }),
          await storeSubscription(repositories, { externalId: 'easy', lateUsage: 'next_invoice' }),
        ] as const;
        for (const each of both) await storeLines(repositories, each);
        return both;
      });
      return { tenant, another, strict, lenient };
    };
    type Tenant = Awaited<ReturnType<typeof createTenant>>;

    test('UsageCancellations, law 4: spans that were counted, once, with who refuses', async () => {
      const { tenant, another, strict, lenient } = await openBoth();
      const since = async (at: Tenant, from: Instant, ...customerIds: readonly CustomerId[]) =>
        inOrder(
          await at.run(({ usageCancellations }) =>
            usageCancellations.invoicedSince({ customerIds, from }),
          ),
        );
      const [one, other] = [strict.facts.customerId, lenient.facts.customerId];
      const ofStrict = [spanOf(strict, calls, early), spanOf(strict, seats, late)].map((span) => ({
        ...span,
        refusesLate: true,
      }));
      const ofLenient = [spanOf(lenient, calls, early), spanOf(lenient, seats, late)].map(
        (span) => ({ ...span, refusesLate: false }),
      );

      expect(await since(tenant, someday, one, other, buildId('cus'))).toEqual(
        inOrder([...ofStrict, ...ofLenient]),
      );
      expect(await since(tenant, later(nextDay, -1), one)).toEqual(ofStrict);
      expect(await since(tenant, nextDay, other)).toEqual(ofLenient.slice(1));
      expect(await since(tenant, weekLater, one, other)).toEqual([]);
      expect([await since(tenant, someday), await since(another, someday, one)]).toEqual([[], []]);
    });

    test('UsageStore, law 8: spans of those that refuse late usage, by both ids', async () => {
      const { tenant, another, strict, lenient } = await openBoth();
      const spans = async (at: Tenant, given: object = {}) => {
        const customerIds = [strict.facts.customerId, lenient.facts.customerId];
        const all = { customerIds, externalIds: [], from: someday, through: weekLater };
        return inOrder(await at.run(({ usage }) => usage.invoicedSpans({ ...all, ...given })));
      };
      const [first, second] = [spanOf(strict, calls, early), spanOf(strict, seats, late)];
      const byExternalId = { customerIds: [], externalIds: ['strict', 'easy', 'nobody'] };

      expect(await spans(tenant)).toEqual([first, second]);
      expect(await spans(tenant, byExternalId)).toEqual([first, second]);
      expect(await spans(tenant, { through: later(nextDay, -1) })).toEqual([first]);
      expect(await spans(tenant, { through: nextDay })).toEqual([first, second]);
      expect(await spans(tenant, { from: nextDay })).toEqual([second]);
      expect(await spans(tenant, { from: weekLater })).toEqual([]);
      expect(await spans(tenant, { customerIds: [lenient.facts.customerId] })).toEqual([]);
      expect([await spans(another), await spans(another, byExternalId)]).toEqual([[], []]);
    });
  });
};
