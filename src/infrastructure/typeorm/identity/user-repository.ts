import type { EntityManager } from 'typeorm';
import type { UserRepository } from '#application/identity/ports.ts';
import { EmailTaken } from '#domain/identity/errors.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import { instantOf } from '#domain/shared/time.ts';
import { storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { UserRow } from '#infrastructure/typeorm/identity/user.table.ts';
import { userTable } from '#infrastructure/typeorm/identity/user.table.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** The refusal for each unique index of people. */
export const userRefusals = { users_email_key: EmailTaken };

export class TypeOrmUserRepository implements UserRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(userId: UserId): Promise<User | undefined> {
    const { manager } = this.#transaction;
    await callByName(manager, 'app.person_id', uuidOf(userId));
    const row = await manager.findOneBy(userTable, { id: uuidOf(userId) });
    return row === null ? undefined : toUser(row);
  }

  async findByEmail(email: EmailAddress): Promise<User | undefined> {
    const { manager } = this.#transaction;
    await callByName(manager, 'app.person_email', emailKey(email));
    const row = await manager
      .createQueryBuilder(userTable, 'u')
      .where('u.email_key = :email', { email: emailKey(email) })
      .getOne();
    return row === null ? undefined : toUser(row);
  }

  async save(user: User): Promise<User> {
    const { manager, events } = this.#transaction;
    const stored = new User({ ...user.facts, version: user.facts.version + 1 });
    await callByName(manager, 'app.person_id', uuidOf(user.facts.id));
    await mapConstraintErrors(
      userRefusals,
      storeRow(this.#transaction, userTable, toUserRow(stored)),
    );
    events.record(user);
    return stored;
  }
}

// People belong to no tenant: row-level security shows a person to whoever says which one.
const callByName = (manager: EntityManager, setting: string, value: string): Promise<unknown> =>
  manager.query('select set_config($1, $2, true)', [setting, value]);

export const toUserRow = ({ facts }: User): UserRow => ({
  ...facts,
  id: uuidOf(facts.id),
  emailKey: emailKey(facts.email),
  emailVerifiedAt: facts.emailVerifiedAt === null ? null : new Date(facts.emailVerifiedAt),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
});

export const toUser = ({ emailKey: _emailKey, ...row }: UserRow): User =>
  new User({
    ...row,
    id: idFromUuid('usr', row.id),
    email: row.email as EmailAddress,
    emailVerifiedAt: row.emailVerifiedAt === null ? null : instantOf(row.emailVerifiedAt.getTime()),
    passwordHash: row.passwordHash as PasswordHash,
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
