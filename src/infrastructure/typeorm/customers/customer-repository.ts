import type { CustomerRepository } from '#application/customers/ports.ts';
import type { RemovedCustomer } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';
import { CustomerEmailTaken, CustomerExternalIdTaken } from '#domain/customers/errors.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { CustomerRow } from '#infrastructure/typeorm/customers/customer.table.ts';
import { customerTable } from '#infrastructure/typeorm/customers/customer.table.ts';
import { removeTerms, storeFound } from '#infrastructure/typeorm/search-terms.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/unit-of-work.ts';
import { removeRow } from '#infrastructure/typeorm/versioned-rows.ts';

const refusals = {
  customers_email_key: () => new CustomerEmailTaken(),
  customers_external_id_key: () => new CustomerExternalIdTaken(),
};

export class TypeOrmCustomerRepository implements CustomerRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(customerId: CustomerId): Promise<Customer | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(customerTable, { tenantId, id: uuidOf(customerId) });
    return row === null ? undefined : toCustomer(row);
  }

  async save(customer: Customer): Promise<Customer> {
    const { tenantId, events } = this.#transaction;
    const stored = new Customer({ ...customer.facts, version: customer.facts.version + 1 });
    const found = { kind: 'cus', texts: textsOf(stored) } as const;
    await refusing(
      refusals,
      storeFound(this.#transaction, customerTable, toRow(tenantId, stored), found),
    );
    events.record(customer);
    return stored;
  }

  async remove(customer: RemovedCustomer): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = customer;
    await removeRow(this.#transaction, customerTable, {
      tenantId,
      id: uuidOf(customer.id),
      version,
    });
    await removeTerms(this.#transaction, customer.id);
    events.record(customer);
  }
}

const textsOf = ({ facts }: Customer): readonly (string | null)[] => [
  facts.name,
  facts.email,
  facts.externalId,
];

const toRow = (tenantId: string, { facts }: Customer): CustomerRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
});

const toCustomer = ({ tenantId: _tenantId, ...row }: CustomerRow): Customer =>
  new Customer({
    ...row,
    id: idFromUuid('cus', row.id),
    email: row.email as EmailAddress,
    currency: row.currency as CurrencyCode | null,
    timeZone: row.timeZone as TimeZone | null,
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
