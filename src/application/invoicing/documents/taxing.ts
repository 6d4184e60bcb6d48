import type { Book } from '#application/invoicing/documents/book.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { CreditedCharge, Taxing } from '#domain/invoicing/tax-documents.ts';
import { taxDocuments } from '#domain/invoicing/tax-documents.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { LineId, PriceId, ProductId, TaxRateId } from '#domain/shared/ids.ts';
import { appliedRate, taxRuleOf } from '#domain/taxes/applied-rate.ts';
import { nearestRates } from '#domain/taxes/nearest.ts';

type Documents = readonly (readonly ChargeFacts[])[];

/**
 * Taxes documents that are made now, in the order in which they are issued: by the rates that apply
 * now, and credits by what their charges were taxed by.
 * @param others charges that are not stored yet and stand on none of these documents
 */
export const taxed = async (
  book: Book,
  documents: Documents,
  others: readonly ChargeFacts[] = [],
): Promise<readonly (readonly TaxedCharge[])[]> =>
  taxDocuments(await readTaxing(book, documents, others), documents);

/** One round trip for all documents together; none where nothing is taxed or credited. */
const readTaxing = async (
  book: Book,
  documents: Documents,
  others: readonly ChargeFacts[],
): Promise<Taxing> => {
  const lines = documents.flat();
  const [rates, products, credited] = await Promise.all([
    readRates(book, lines),
    readProducts(book, lines),
    readCredited(book, lines, others),
  ]);
  return {
    rule: taxRuleOf(book.settings.policy),
    ratesOf: (charge) => {
      const product = charge.priceId === null ? undefined : products.get(charge.priceId);
      const ids = nearestRates({
        line: charge.taxRateIds,
        customer: book.customers.get(charge.customerId)?.billing.taxRateIds,
        product: product && book.productTaxes.get(product),
        tenant: book.settings.taxRateIds,
      });
      return ids.flatMap((id) => rates.get(id) ?? []);
    },
    credited,
  };
};

/** All rates that may apply to one of the lines. */
const readRates = async (
  { repositories, settings, customers, productTaxes }: Book,
  lines: readonly ChargeFacts[],
) => {
  const ids = new Set<TaxRateId>([
    ...settings.taxRateIds,
    ...[...productTaxes.values()].flat(),
    ...lines.flatMap(({ customerId, taxRateIds }) => [
      ...(taxRateIds ?? []),
      ...(customers.get(customerId)?.billing.taxRateIds ?? []),
    ]),
  ]);
  const found = ids.size > 0 ? await repositories.taxRates.findAll([...ids]) : [];
  return new Map(found.map(({ facts }) => [facts.id, appliedRate(facts)]));
};

/** The products of the lines' prices; none are asked for where no product is taxed apart. */
const readProducts = async (
  { repositories, productTaxes }: Book,
  lines: readonly ChargeFacts[],
): Promise<ReadonlyMap<PriceId, ProductId>> => {
  if (productTaxes.size === 0) return new Map();
  const priceIds = new Set(lines.flatMap(({ priceId }) => priceId ?? []));
  return repositories.planVersions.productsOf([...priceIds]);
};

/** The charges that credits on the documents take back, but for those that stand on them, too. */
const readCredited = async (
  { repositories }: Book,
  lines: readonly ChargeFacts[],
  others: readonly ChargeFacts[],
): Promise<ReadonlyMap<LineId, CreditedCharge>> => {
  const own = new Set(lines.map(({ id }) => id));
  const wanted = new Set(
    lines.flatMap(({ corrects }) => corrects ?? []).filter((id) => !own.has(id)),
  );
  const unstored = others
    .filter(({ id }) => wanted.has(id))
    .map((charge) => [charge.id, { charge, taxes: null }] as const);
  for (const [id] of unstored) wanted.delete(id);
  const stored = wanted.size > 0 ? await repositories.invoices.credited([...wanted]) : [];
  return new Map([...unstored, ...stored.map((each) => [each.charge.id, each] as const)]);
};
