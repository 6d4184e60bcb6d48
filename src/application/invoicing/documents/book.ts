import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { InvoicingSettings } from '#application/invoicing/documents/settings.ts';
import type { InvoicingRepositories } from '#application/invoicing/ports.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { Run } from '#application/shared/ports.ts';
import type { TaxRepositories } from '#application/taxes/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { CustomerFacts } from '#domain/customers/customer.ts';
import type { FinalizedInvoice } from '#domain/invoicing/invoice.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { CustomerId, ProductId, TaxRateId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The repositories that documents are made with. */
export type BookRepositories = TenantRepositories &
  CustomerRepositories &
  TaxRepositories &
  Pick<CatalogRepositories, 'products' | 'planVersions'> &
  Pick<MeteringRepositories, 'meters' | 'usageCounts' | 'usageTallies'> &
  ChargingRepositories &
  InvoicingRepositories;

/** All that a decision about the money of some customers is made with. */
export interface Book<Repositories = BookRepositories> {
  readonly repositories: Repositories;
  /** Business time, once the accounts were locked. */
  readonly now: Instant;
  readonly nextId: Run['nextId'];
  readonly settings: InvoicingSettings;
  readonly customers: ReadonlyMap<CustomerId, CustomerFacts>;
  /** The tax rates of the products that name some of their own. */
  readonly productTaxes: ReadonlyMap<ProductId, readonly TaxRateId[]>;
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly hash: (text: string) => string;
}

/** An invoice that is issued now, and the lines that stand on it. */
export interface Issuing {
  readonly invoice: FinalizedInvoice;
  readonly lines: readonly TaxedCharge[];
}
