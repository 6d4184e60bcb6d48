import { describe, expect, test } from 'vitest';
import type { InvoicingRepositories } from '#application/invoicing/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { CreditOutOfBounds } from '#domain/charging/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import {
  buildCharge,
  buildDocument,
  buildInvoice,
  buildManualCharge,
  builtTerms,
  euros,
} from '../../billing-builders.ts';
import { buildId } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildUsageLine, counted } from '../../usage-builders.ts';
import { subscribedBy } from '../subscriptions/subscribed-tenant.ts';

type Repositories = SubscriptionRepositories & InvoicingRepositories;

/** The laws of `ChargeRepository` on what becomes of a charge: invoiced, credited, deleted. */
export const chargeChangesContract = (name: string, open: OpenStorage<Repositories>): void => {
  describe(`ChargeRepository, changes: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    const subscribed = subscribedBy(createTenant);

    test('law 2: a charge is put on one invoice, and on no other', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const charge = buildCharge(subscription);
      const [invoice, other] = [buildInvoice(customerId), buildInvoice(customerId)];
      await tenant.run(async ({ charges, invoices }) => {
        await charges.add([charge], builtTerms());
        await invoices.add([invoice, other]);
      });

      await tenant.run(({ charges }) => charges.attach([charge.id], invoice.facts.id));
      for (const id of [charge.id, buildId('line')]) {
        const moving = tenant.run(({ charges }) => charges.attach([id], other.facts.id));
        await expect(moving).rejects.toThrow(InvariantViolation);
      }

      const on = await tenant.run(({ charges }) =>
        charges.onInvoices([invoice.facts.id, other.facts.id]),
      );
      const { id: invoiceId } = invoice.facts;
      expect(on).toEqual(new Map([[invoiceId, [{ ...charge, invoiceId }]]]));
    });

    test('law 3: what is credited of a charge lies between zero and its amount', async () => {
      const { tenant, subscription } = await subscribed();
      const charge = buildCharge(subscription);
      const below = buildCharge(subscription, { amount: euros(-100n) });
      const credit = (id: typeof charge.id, minor: bigint) =>
        tenant.run(({ charges }) => charges.credit(new Map([[id, euros(minor)]])));
      await tenant.run(({ charges }) => charges.add([charge, below], builtTerms()));

      await credit(charge.id, 4900n);
      await credit(charge.id, 1n);
      await credit(below.id, -100n);
      for (const [id, minor] of [
        [charge.id, 4901n],
        [charge.id, -1n],
        [below.id, -101n],
        [below.id, 1n],
      ] as const) {
        await expect(credit(id, minor)).rejects.toThrow(CreditOutOfBounds);
      }
      await expect(credit(buildId('line'), 1n)).rejects.toThrow(InvariantViolation);

      const found = await tenant.run(({ charges }) => charges.find([charge.id, below.id]));
      expect(found.map((each) => each.charge.credited)).toEqual([euros(1n), euros(-100n)]);
    });

    test('law 3: a charge added with more credited than its amount is refused', async () => {
      const { tenant, subscription } = await subscribed();
      const charge = buildCharge(subscription, { credited: euros(4901n) });

      const adding = tenant.run(({ charges }) => charges.add([charge], builtTerms()));

      await expect(adding).rejects.toThrow(CreditOutOfBounds);
    });

    test('law 8: only lines by hand are deleted, and none that was issued', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const [draft, done] = [buildInvoice(customerId), buildInvoice(customerId)];
      const [gone, goneTerms] = buildManualCharge(draft);
      const [issuedLine] = buildManualCharge(done);
      const charge = buildCharge(subscription);
      await tenant.run(async ({ charges, invoices }) => {
        await invoices.add([draft, done]);
        await charges.add([charge], builtTerms());
        await charges.add([gone, issuedLine], goneTerms);
        await invoices.issue([buildDocument(done.facts.id, [issuedLine])]);
      });

      for (const ids of [[charge.id], [issuedLine.id], [gone.id, charge.id], [buildId('line')]]) {
        const deleting = tenant.run(({ charges }) => charges.deleteManual(ids));
        await expect(deleting).rejects.toThrow(InvariantViolation);
      }
      await tenant.run(async ({ charges }) => {
        await charges.deleteManual([gone.id]);
        // It may be written anew, under its id.
        await charges.add([{ ...gone, description: 'Training' }], goneTerms);
      });

      const on = await tenant.run(({ charges }) => charges.onInvoices([draft.facts.id]));
      expect([...on.values()].flat()).toEqual([{ ...gone, description: 'Training' }]);
    });

    test('law 9: usage that was not counted is deleted, and stored as it was counted', async () => {
      const { tenant, customerId, subscription } = await subscribed();
      const [waiting, done] = [
        buildUsageLine(subscription),
        buildUsageLine(subscription, { derived: counted }),
      ];
      const charge = buildCharge(subscription);
      await tenant.run(async ({ charges }) => {
        await charges.add([waiting.line, done.line], waiting.terms);
        await charges.add([charge], builtTerms());
      });
      const other = await createTenant();

      const { id } = waiting.line;
      for (const ids of [[done.line.id], [charge.id], [id, done.line.id], [buildId('line')]]) {
        const deleting = tenant.run(({ charges }) => charges.deleteUncounted(ids));
        await expect(deleting).rejects.toThrow(InvariantViolation);
      }
      const theirs = other.run(({ charges }) => charges.deleteUncounted([id]));
      await expect(theirs).rejects.toThrow(InvariantViolation);
      const anew = { ...waiting.line, amount: euros(4900n), derivation: done.line.derivation };
      await tenant.run(async ({ charges }) => {
        await charges.deleteUncounted([id]);
        await charges.add([anew], waiting.terms);
      });

      const found = await tenant.run(({ charges }) => charges.find([id, done.line.id, charge.id]));
      expect(found.map((each) => each.charge)).toEqual([anew, done.line, charge]);
      const left = await tenant.run(({ charges }) => charges.unbilled([customerId]));
      expect(left).toEqual([anew, charge]);
    });
  });
};
