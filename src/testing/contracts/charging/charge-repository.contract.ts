import { describe, expect, test } from 'vitest';
import type { InvoicingRepositories } from '#application/invoicing/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { RecurringDerivation } from '#domain/charging/derivation.ts';
import { creditDerivation } from '#domain/charging/derivation.ts';
import { ChargeExists } from '#domain/charging/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import {
  buildCharge,
  buildInvoice,
  buildManualCharge,
  builtTerms,
  euros,
  storeSubscription,
} from '../../billing-builders.ts';
import { buildId, nextDay } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { subscribedBy } from '../subscriptions/subscribed-tenant.ts';

type Repositories = SubscriptionRepositories & InvoicingRepositories;

/** The laws of `ChargeRepository` on what is stored, and what is found. */
export const chargeRepositoryContract = (name: string, open: OpenStorage<Repositories>): void => {
  describe(`ChargeRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    const subscribed = subscribedBy(createTenant);

    test('law 1: a charge is found as it was added, in every field', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const first = buildCharge(subscription, { description: 'Zoë %_\\ 🚀', quantity: '2.5' });
      const { derivation, servicePeriod, startsAt, endsAt } = first;
      const unused = { ...servicePeriod, startsAt, endsAt };
      const conditions = { unused, left: 4900n, takesRest: true, share: 'full' } as const;
      const credit = buildCharge(subscription, {
        kind: 'credit',
        part: 'eu',
        cause: 'chg_1',
        amount: euros(-9_007_199_254_740_993n),
        derivation: creditDerivation(derivation as RecurringDerivation, conditions),
        corrects: first.id,
      });

      await tenant.run(({ charges }) => charges.add([first, credit], builtTerms()));

      const found = await tenant.run(({ charges }) => charges.unbilled([customerId]));
      expect(found).toEqual([first, credit]);
    });

    test('law 1: a second charge with the identity of another is refused, whole', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const charge = buildCharge(subscription);
      const another = buildCharge(subscription);
      const twin = { ...buildCharge(subscription), startsAt: charge.startsAt };
      await tenant.run(({ charges }) => charges.add([charge], builtTerms()));

      const again = tenant.run(({ charges }) => charges.add([another, twin], builtTerms()));

      await expect(again).rejects.toThrow(ChargeExists);
      const found = await tenant.run(({ charges }) => charges.unbilled([customerId]));
      expect(found).toEqual([charge]);
    });

    test('law 1: two charges of one call are told apart, too', async () => {
      const { tenant, subscription } = await subscribed();
      const charge = buildCharge(subscription);
      const twin = { ...charge, id: buildId('line') };

      const adding = tenant.run(({ charges }) => charges.add([charge, twin], builtTerms()));

      await expect(adding).rejects.toThrow(ChargeExists);
    });

    test('law 1: charges differ by item, kind, part, start or cause alone', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const charge = buildCharge(subscription);
      const like = (given: Partial<typeof charge>) => ({
        ...charge,
        id: buildId('line'),
        ...given,
      });
      const others = [
        like({ itemId: buildId('si') }),
        like({ kind: 'credit' }),
        like({ part: 'eu' }),
        like({ startsAt: nextDay }),
        like({ cause: 'chg_1' }),
      ];

      await tenant.run(({ charges }) => charges.add([charge, ...others], builtTerms()));

      const found = await tenant.run(({ charges }) => charges.unbilled([customerId]));
      expect(found).toEqual([charge, ...others]);
    });

    test('law 1: terms are stored once; a charge whose terms are nowhere is refused', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const [first, second, third] = [1, 2, 3].map(() => buildCharge(subscription));
      if (!first || !second || !third) throw new Error('Three are built.');

      await tenant.run(({ charges }) => charges.add([first], builtTerms()));
      await tenant.run(({ charges }) => charges.add([second], builtTerms()));
      await tenant.run(({ charges }) => charges.add([third], new Map()));
      const strange = { ...buildCharge(subscription), termsHash: 'unknown' };
      const adding = tenant.run(({ charges }) => charges.add([strange], builtTerms()));

      await expect(adding).rejects.toThrow(InvariantViolation);
      const found = await tenant.run(({ charges }) => charges.unbilled([customerId]));
      expect(found).toEqual([first, second, third]);
    });

    test('law 1: a charge of a customer without an account is refused', async () => {
      const { tenant, subscription } = await subscribed();
      const charge = buildCharge(subscription, { customerId: buildId('cus') });

      const adding = tenant.run(({ charges }) => charges.add([charge], builtTerms()));

      await expect(adding).rejects.toThrow(InvariantViolation);
    });

    test('laws 4 and 5: charges that wait, or stand on an invoice, come oldest first', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const invoice = buildInvoice(customerId);
      const invoiceId = invoice.facts.id;
      const [first, second, third, fourth] = [1, 2, 3, 4].map(() => buildCharge(subscription));
      if (!first || !second || !third || !fourth) throw new Error('Four are built.');
      const nothing = buildCharge(subscription, { amount: euros(0n) });
      const billed = [third, first].map((charge) => ({ ...charge, invoiceId }));
      await tenant.run(async ({ charges, invoices }) => {
        await invoices.add([invoice]);
        await charges.add([...billed, fourth, nothing, second], builtTerms());
      });

      const [waiting, nobodys, on] = await tenant.run(async ({ charges }) => [
        await charges.unbilled([customerId, buildId('cus')]),
        await charges.unbilled([]),
        (await charges.onInvoices([invoiceId])).get(invoiceId),
      ]);

      expect(waiting).toEqual([second, fourth]);
      expect(nobodys).toEqual([]);
      expect(on).toEqual(billed.toReversed());
    });

    test('law 6: charges that end after a day come with their terms', async () => {
      const { tenant, subscription } = await subscribed();
      const other = await tenant.run((repositories) => storeSubscription(repositories));
      const endingOn = (end: string) =>
        buildCharge(subscription, {
          servicePeriod: { start: parseCalendarDate('2026-04-01'), end: parseCalendarDate(end) },
        });
      const [before, on, after, later] = [
        endingOn('2026-04-30'),
        endingOn('2026-05-01'),
        endingOn('2026-05-02'),
        endingOn('2026-06-01'),
      ];
      const credit = { ...endingOn('2026-06-01'), kind: 'credit' as const };
      const theirs = buildCharge(other.subscription);
      const all = [later, before, on, after, credit, theirs];
      await tenant.run(({ charges }) => charges.add(all, builtTerms()));

      const found = await tenant.run(({ charges }) =>
        charges.endingAfter(subscription.facts.id, parseCalendarDate('2026-05-01')),
      );

      const [terms] = builtTerms().values();
      expect(found).toEqual([
        { charge: after, terms },
        { charge: later, terms },
        { charge: credit, terms },
      ]);
    });

    test('law 4: a credit that was waived waits for nothing', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const charge = buildCharge(subscription);
      const credits = [1, 2].map(() =>
        buildCharge(subscription, { kind: 'credit', amount: euros(-100n), corrects: charge.id }),
      );
      const [waived, waiting] = credits;
      if (!waived || !waiting) throw new Error('Two are built.');
      await tenant.run(async ({ charges }) => {
        await charges.add([charge, ...credits], builtTerms());
        await charges.credit(
          new Map([
            [charge.id, euros(4900n)],
            [waived.id, euros(-100n)],
          ]),
        );
      });

      const found = await tenant.run(({ charges }) => charges.unbilled([customerId]));

      expect(found).toEqual([{ ...charge, credited: euros(4900n) }, waiting]);
    });

    test('law 7: charges are found with their terms, and so are the credits of them', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const draft = buildInvoice(customerId);
      const [written, writtenTerms] = buildManualCharge(draft, { unitAmount: '-0.005' });
      const [charge, other] = [buildCharge(subscription), buildCharge(subscription)];
      const credit = buildCharge(subscription, {
        kind: 'credit',
        amount: euros(-100n),
        corrects: charge.id,
      });
      await tenant.run(async ({ charges, invoices }) => {
        await invoices.add([draft]);
        await charges.add([charge, other, credit], builtTerms());
        await charges.add([written], writtenTerms);
      });

      const [found, crediting, nothing] = await tenant.run(async ({ charges }) => [
        await charges.find([written.id, charge.id, buildId('line')]),
        await charges.crediting([charge.id, other.id]),
        [...(await charges.find([])), ...(await charges.crediting([credit.id]))],
      ]);

      const [terms] = builtTerms().values();
      const [ofWritten] = writtenTerms.values();
      expect(found).toEqual(
        [
          { charge, terms },
          { charge: written, terms: ofWritten },
        ].toSorted((one, two) => (one.charge.id < two.charge.id ? -1 : 1)),
      );
      expect([crediting, nothing]).toEqual([[credit], []]);
    });

    test('a charge of one tenant is not there for another', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const other = await createTenant();
      const charge = buildCharge(subscription);
      await tenant.run(({ charges }) => charges.add([charge], builtTerms()));

      const found = await other.run(async ({ charges }) => [
        ...(await charges.unbilled([customerId])),
        ...(await charges.endingAfter(subscription.facts.id, parseCalendarDate('2026-01-01'))),
      ]);
      const crediting = other.run(({ charges }) =>
        charges.credit(new Map([[charge.id, euros(1n)]])),
      );

      await expect(crediting).rejects.toThrow(InvariantViolation);
      expect(found).toEqual([]);
      expect(await tenant.run(({ charges }) => charges.unbilled([customerId]))).toEqual([charge]);
    });
  });
};
