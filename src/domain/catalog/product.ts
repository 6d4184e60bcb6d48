import type { CatalogEntry, CatalogEntryInput } from '#domain/catalog/entry.ts';
import { entryFields, entryParsers } from '#domain/catalog/entry.ts';
import { checkAll, givenReaders, orNull, readersOf } from '#domain/shared/check.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { ProductId, TaxRateId } from '#domain/shared/ids.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import { resourceEvents } from '#domain/shared/resource-events.ts';
import { instant, listOf, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseTaxRateIds } from '#domain/shared/tax-rate-ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The code is unique in the tenant. */
export interface ProductFacts extends CatalogEntry {
  readonly id: ProductId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** The tax rates of its lines; those of the tenant where it is null. */
  readonly taxRateIds: readonly TaxRateId[] | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A product as people describe it, before anything was checked. */
export interface ProductInput extends CatalogEntryInput {
  readonly taxRateIds?: readonly string[] | null | undefined;
}

/** The changes: absent stays, null clears. `metadata` and `taxRateIds` are replaced whole. */
export type ProductChanges = {
  readonly [Field in keyof ProductInput]?: ProductInput[Field] | undefined;
};

/** Something that a tenant sells. What it costs, its plans say. */
export class Product {
  readonly facts: ProductFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: ProductFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: ProductId, input: ProductInput, now: Instant): Product {
    const entry = checkAll(readersOf(parsers, input));
    const facts = { id, version: 0, ...entry, createdAt: now, updatedAt: now };
    return new Product(facts, history.created(facts));
  }

  /**
   * The product itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: ProductChanges, now: Instant): Product {
    const changed = { ...this.facts, ...checkAll(givenReaders(parsers, changes)) };
    const updated = history.updated(this, changed, now);
    return updated === undefined ? this : new Product(updated.facts, updated.events);
  }

  delete(now: Instant): DeletedProduct {
    return history.deleted(this, now);
  }
}

export type DeletedProduct = Deleted<ProductId>;

const parsers = { ...entryParsers, taxRateIds: orNull(parseTaxRateIds) };

const encoder = objectOf<ProductFacts>({
  id: plain,
  version: plain,
  ...entryFields,
  taxRateIds: nullable(listOf(plain)),
  createdAt: instant,
  updatedAt: instant,
});

const history = resourceEvents('product', encoder);
