import { InvalidValue } from '#domain/shared/errors.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';

/** Knows which tax rates may be put somewhere. The module of taxes implements it. */
export interface KnownTaxRates {
  /** Those of these that are there and not archived. */
  active(taxRateIds: readonly TaxRateId[]): Promise<ReadonlySet<TaxRateId>>;
}

export interface KnownTaxRateRepositories {
  readonly taxRates: KnownTaxRates;
}

/**
 * Refuses rates that there are not, and archived ones. Those that were there before stay as they
 * are: only what is given is asked for.
 * @param given nothing where none were given
 * @param pointer where they stand in the request: `/billing/taxRateIds`
 * @throws {InvalidValue} `unknown_tax_rate`, for each of them.
 */
export const requireTaxRates = async (
  taxRates: KnownTaxRates,
  given: readonly string[] | null | undefined,
  pointer: string,
): Promise<void> => {
  await requireEachTaxRate(taxRates, [{ given, pointer }]);
};

/**
 * As `requireTaxRates`, of many things at once.
 * @throws {InvalidValue} `unknown_tax_rate`, for each of them.
 */
export const requireEachTaxRate = async (
  taxRates: KnownTaxRates,
  wanted: readonly {
    readonly given: readonly string[] | null | undefined;
    readonly pointer: string;
  }[],
): Promise<void> => {
  // They were read as ids before.
  const given = wanted.flatMap((each) =>
    (each.given ?? []).map((id, index) => ({
      id: id as TaxRateId,
      at: `${each.pointer}/${index}`,
    })),
  );
  if (given.length === 0) return;
  const known = await taxRates.active([...new Set(given.map(({ id }) => id))]);
  const faults = given
    .filter(({ id }) => !known.has(id))
    .map(({ at }) => ({ pointer: at, code: 'unknown_tax_rate', detail: unknownDetail }));
  if (faults.length > 0) throw new InvalidValue(faults);
};

const unknownDetail = 'There is no such tax rate, or it is archived.';
