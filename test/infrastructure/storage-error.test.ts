import { expect, test } from 'vitest';
import { CustomerEmailTaken } from '#domain/customers/errors.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';

const refusals = { customers_email_key: CustomerEmailTaken };

const fault = (message: string, constraint?: string): Error =>
  Object.assign(new Error(message), {
    code: '23505',
    ...(constraint === undefined ? {} : { constraint }),
  });

const taken = 'duplicate key value violates unique constraint';

test.each([
  ['its name', fault('duplicate key', 'customers_email_key')],
  ['the name that a shard gave it', fault('duplicate key', 'customers_email_key_102008')],
  ['the message alone', fault(`${taken} "customers_email_key"`)],
  ['the message of a shard', fault(`${taken} "customers_email_key_102008"`)],
])('a broken constraint is known by %s', async (_what, error) => {
  await expect(mapConstraintErrors(refusals, Promise.reject(error))).rejects.toThrow(
    CustomerEmailTaken,
  );
});

test.each([
  ['another constraint', fault('duplicate key', 'products_code_key')],
  ['one whose name only begins so', fault('duplicate key', 'customers_email_key_old')],
  ['a message without one', fault('duplicate key')],
  ['what PostgreSQL did not say', new Error(`${taken} "customers_email_key"`)],
])('%s stays what it is', async (_what, error) => {
  await expect(mapConstraintErrors(refusals, Promise.reject(error))).rejects.toBe(error);
});
