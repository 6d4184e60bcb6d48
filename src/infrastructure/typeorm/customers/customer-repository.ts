import type { CustomerRepository } from '#application/customers/ports.ts';
import { foundAs } from '#application/shared/search.ts';
import type { RemovedCustomer } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';
import { CustomerEmailTaken, CustomerExternalIdTaken } from '#domain/customers/errors.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { CustomerRow } from '#infrastructure/typeorm/customers/customer.table.ts';
import { customerTable } from '#infrastructure/typeorm/customers/customer.table.ts';
import { removeFound, storeFound } from '#infrastructure/typeorm/search-tokens.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';

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
    await refusing(
      refusals,
      storeFound(this.#transaction, customerTable, toRow(tenantId, stored), 'cus'),
    );
    events.record(customer);
    return stored;
  }

  async remove(customer: RemovedCustomer): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const key = { tenantId, id: uuidOf(customer.id), version: customer.version };
    await removeFound(this.#transaction, customerTable, key, 'cus');
    events.record(customer);
  }
}

const toRow = (tenantId: string, { facts }: Customer): CustomerRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  emailKey: emailKey(facts.email),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  foundAs: foundAs([facts.name, facts.email, facts.externalId]),
});

const toCustomer = ({
  tenantId: _tenantId,
  emailKey: _emailKey,
  foundAs: _foundAs,
  ...row
}: CustomerRow): Customer =>
  new Customer({
    ...row,
    id: idFromUuid('cus', row.id),
    email: row.email as EmailAddress,
    currency: row.currency as CurrencyCode | null,
    timeZone: row.timeZone as TimeZone | null,
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
