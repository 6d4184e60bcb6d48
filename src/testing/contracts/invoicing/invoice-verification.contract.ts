import { describe, expect, test } from 'vitest';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { buildInvoice, issued, storeAccount } from '../../billing-builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

const today = parseCalendarDate('2026-11-20');

/** The laws of `InvoiceVerificationRepository`, and the invoices by their numbers. */
export const invoiceVerificationContract = (
  name: string,
  open: OpenStorage<SubscriptionRepositories, InvoicingReads>,
): void => {
  describe(`InvoiceVerificationRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const withSeries = async () => {
      const tenant = await createTenant();
      await tenant.run(async ({ numberSeries }) => {
        await numberSeries.take('INV-2026-', 3, today);
        await numberSeries.take('B-', 1, today);
      });
      const standing = () =>
        tenant.run(({ invoiceVerifications }) => invoiceVerifications.standing());
      const moveOn = (from: number, through: number) =>
        tenant.run(({ invoiceVerifications }) =>
          invoiceVerifications.moveOn('INV-2026-', from, through),
        );
      return { tenant, standing, moveOn };
    };

    test('law 1: each series stands where its numbers are, and nothing is verified', async () => {
      const { standing } = await withSeries();
      const stranger = await createTenant();

      expect(await standing()).toEqual([
        { series: 'B-', lastNumber: 1, verifiedThrough: 0 },
        { series: 'INV-2026-', lastNumber: 3, verifiedThrough: 0 },
      ]);
      const ofStranger = await stranger.run(({ invoiceVerifications }) =>
        invoiceVerifications.standing(),
      );
      expect(ofStranger).toEqual([]);
    });

    test('law 2: a series moves on from where it stands, and from nowhere else', async () => {
      const { standing, moveOn } = await withSeries();

      const moved = [];
      for (const [from, through] of [
        [1, 2],
        [0, 2],
        [0, 3],
        [1, 3],
        [2, 3],
      ] as const) {
        moved.push(await moveOn(from, through));
      }

      expect(moved).toEqual([false, true, false, false, true]);
      expect((await standing()).map(({ verifiedThrough }) => verifiedThrough)).toEqual([0, 3]);
    });

    test('invoices are found by their numbers, those of this tenant alone', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const store = (number: string) => (of: typeof tenant) =>
        of.run(async (repositories) => {
          const customerId = await storeAccount(repositories);
          const draft = buildInvoice(customerId);
          await repositories.invoices.add([issued(buildInvoice(customerId), { number }), draft]);
        });
      for (const number of ['N-1', 'N-2']) await store(number)(tenant);
      await store('N-3')(other);

      const found = await tenant.read(({ invoices }) => invoices.numbered(['N-2', 'N-3', 'N-4']));
      const none = await tenant.read(({ invoices }) => invoices.numbered([]));

      expect(found.map(({ number, status }) => [number, status])).toEqual([['N-2', 'finalized']]);
      expect(none).toEqual([]);
    });
  });
};
