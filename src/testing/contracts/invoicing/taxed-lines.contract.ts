import { describe, expect, test } from 'vitest';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import {
  buildCharge,
  buildInvoice,
  builtTerms,
  issued,
  storeSubscription,
} from '../../billing-builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildTaxedDocument } from '../../taxed-document.ts';

type OpenInvoicing = OpenStorage<SubscriptionRepositories, InvoicingReads>;

/** The laws of `InvoiceQueries` about taxes. */
export const taxedLinesContract = (name: string, open: OpenInvoicing): void => {
  describe(`InvoiceQueries: ${name}, taxed`, () => {
    const { createTenant } = storageUnderTest(open);

    test('lines are found with the taxes and the rule that they were issued with', async () => {
      const tenant = await createTenant();
      const { invoiceId, charges, document } = await tenant.run(async (repositories) => {
        const { customerId, subscription } = await storeSubscription(repositories);
        const done = issued(buildInvoice(customerId));
        const on = { invoiceId: done.facts.id };
        const made = [buildCharge(subscription, on), buildCharge(subscription, on)];
        await repositories.invoices.add([done]);
        await repositories.charges.add(made, builtTerms());
        const taxedDocument = buildTaxedDocument(done.facts.id, made);
        await repositories.invoices.issue([taxedDocument]);
        return { invoiceId: done.facts.id, charges: made, document: taxedDocument };
      });

      const [found, explained, ofAll] = await tenant.read(async ({ invoices }) => [
        await invoices.find(invoiceId),
        await invoices.explained([invoiceId]),
        await invoices.linesOf([invoiceId]),
      ]);

      const { taxRule } = document;
      const lines = charges.map((charge, at) => ({ ...charge, taxed: document.lines[at]?.taxed }));
      expect(found).toMatchObject({ taxRule, lines });
      expect(ofAll.get(invoiceId)).toEqual(lines);
      const inRows = explained.get(invoiceId)?.map((row) => [row.charge, row.taxRule]);
      expect(inRows).toEqual(lines.map((line) => [line, taxRule]));
    });
  });
};
