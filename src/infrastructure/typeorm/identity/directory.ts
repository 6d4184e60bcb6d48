import type { Pool } from 'pg';
import type { Directory, Person } from '#application/identity/ports.ts';
import type { Role } from '#domain/identity/role.ts';
import { User } from '#domain/identity/user.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import { updateOf } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { UserRow } from '#infrastructure/typeorm/identity/user.table.ts';
import { userTable } from '#infrastructure/typeorm/identity/user.table.ts';
import {
  toUser,
  toUserRow,
  userRefusals,
} from '#infrastructure/typeorm/identity/user-repository.ts';
import { inTransaction } from '#infrastructure/typeorm/transactions/in-transaction.ts';
import {
  mapConstraintErrors,
  orUnavailable,
} from '#infrastructure/typeorm/transactions/storage-error.ts';

interface MembershipRow {
  readonly tenant_id: string;
  readonly name: string;
  readonly role: Role;
}

// As in `tenantScoped`: the statement sets what row-level security reads, before it reads.
const personStatement = (setting: 'app.person_id' | 'app.person_email', condition: string) => `
  with caller as materialized (select set_config('${setting}', $1, true) as called)
  select found.* from caller cross join lateral (
    select u.id, u.version, u.email, u.email_verified_at as "emailVerifiedAt", u.name,
      u.password_hash as "passwordHash",
      u.password_version as "passwordVersion", u.created_at as "createdAt",
      u.updated_at as "updatedAt"
    from users u where ${condition} offset 0) found`;

const byEmail = {
  name: 'directory.by-email',
  text: personStatement('app.person_email', 'u.email_key = caller.called'),
};
const byId = {
  name: 'directory.by-id',
  text: personStatement('app.person_id', 'u.id = caller.called::uuid'),
};

const memberships = {
  name: 'directory.places',
  text: `
  with caller as materialized (select set_config('app.user_id', $1, true)::uuid as user_id)
  select found.* from caller cross join lateral (
    select p.tenant_id, p.tenant_name as name, p.role
    from user_tenants p
    where p.user_id = caller.user_id order by p.membership_id desc offset 0) found`,
};

/** Looks people up across tenants. Row-level security shows each only their own memberships. */
export class PostgresDirectory implements Directory {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  findByEmail(email: EmailAddress): Promise<Person | undefined> {
    return this.#find({ ...byEmail, values: [emailKey(email)] });
  }

  find(userId: UserId): Promise<Person | undefined> {
    return this.#find({ ...byId, values: [uuidOf(userId)] });
  }

  async save(user: User): Promise<User> {
    const stored = new User({ ...user.facts, version: user.facts.version + 1 });
    const row = toUserRow(stored);
    try {
      await mapConstraintErrors(
        userRefusals,
        inTransaction(this.#pool, 'installation', async (client) => {
          await client.query("select set_config('app.person_id', $1, true)", [row.id]);
          const { rowCount } = await client.query(updateOf(userTable, row));
          if (rowCount !== 1) throw new VersionMismatch();
        }),
      );
      return stored;
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async #find(query: {
    name: string;
    text: string;
    values: string[];
  }): Promise<Person | undefined> {
    try {
      const { rows } = await this.#pool.query<UserRow>(query);
      const [row] = rows;
      if (row === undefined) return undefined;
      const found = await this.#pool.query<MembershipRow>({ ...memberships, values: [row.id] });
      const tenants = found.rows.map(({ tenant_id, name, role }) => ({
        id: idFromUuid('ten', tenant_id),
        name,
        role,
      }));
      return { user: toUser(row), tenants };
    } catch (error) {
      throw orUnavailable(error);
    }
  }
}
