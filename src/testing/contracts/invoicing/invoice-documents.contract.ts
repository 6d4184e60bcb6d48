import { describe, expect, test } from 'vitest';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import {
  buildCharge,
  buildDocument,
  buildInvoice,
  builtTerms,
  storeSubscription,
} from '../../billing-builders.ts';
import { buildId } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildTaxedDocument } from '../../taxed-document.ts';

/** The laws of `InvoiceRepository` on the documents that are issued. */
export const invoiceDocumentsContract = (
  name: string,
  open: OpenStorage<SubscriptionRepositories>,
): void => {
  describe(`InvoiceRepository, documents: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 6: a document is issued once, and a line stands on one document', async () => {
      const tenant = await createTenant();
      const { customerId, subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories),
      );
      const [first, second] = [buildInvoice(customerId), buildInvoice(customerId)];
      const charges = [buildCharge(subscription), buildCharge(subscription)];
      await tenant.run(async (repositories) => {
        await repositories.invoices.add([first, second]);
        await repositories.charges.add(charges, builtTerms());
        await repositories.invoices.issue([buildDocument(first.facts.id, charges)]);
      });

      const wrong = [
        buildDocument(first.facts.id, []),
        buildDocument(second.facts.id, charges.slice(1)),
        buildDocument(second.facts.id, [buildCharge(subscription)]),
        buildDocument(buildId('inv'), []),
      ];
      for (const document of wrong) {
        const issuing = tenant.run(({ invoices }) => invoices.issue([document]));
        await expect(issuing).rejects.toThrow(InvariantViolation);
      }
    });

    test('law 8: charges are found with the taxes that they were issued with', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const { customerId, subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories),
      );
      const invoice = buildInvoice(customerId);
      const [one, two, waiting] = [1, 2, 3].map(() => buildCharge(subscription)) as [
        ReturnType<typeof buildCharge>,
        ReturnType<typeof buildCharge>,
        ReturnType<typeof buildCharge>,
      ];
      const document = buildTaxedDocument(invoice.facts.id, [one, two]);
      await tenant.run(async (repositories) => {
        await repositories.invoices.add([invoice]);
        await repositories.charges.add([one, two, waiting], builtTerms());
        await repositories.invoices.issue([document]);
      });
      const ids = [waiting.id, two.id, buildId('line')];

      const found = await tenant.run(({ invoices }) => invoices.credited(ids));
      const theirs = await other.run(({ invoices }) => invoices.credited(ids));

      const byId = new Map(found.map((each) => [each.charge.id, each]));
      expect(byId.size).toBe(2);
      expect(byId.get(two.id)).toEqual({ charge: two, taxes: document.lines[1]?.taxed.taxes });
      expect(byId.get(waiting.id)).toEqual({ charge: waiting, taxes: null });
      expect(theirs).toEqual([]);
    });
  });
};
