import type {
  InvitationQueries,
  InvitationView,
  UserFilter,
  UserQueries,
  UserView,
} from '#application/identity/queries.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import { idBeginningIn, partOf } from '#application/shared/search.ts';
import type { Role } from '#domain/identity/role.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import type { IdPrefix, InvitationId, MembershipId, UserId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import {
  createdAtWithin,
  equal,
  idsBeginning,
  listStatement,
  oneOf,
} from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

interface UserRow {
  readonly user_id: string;
  readonly id: string;
  readonly version: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const userColumns =
  'm.user_id, m.id, m.version, m.email, m.name, m.role, m.created_at, m.updated_at';
const members = 'memberships m';
const findUser = tenantScoped(
  `select ${userColumns} from ${members} where m.tenant_id = scope.tenant_id and m.user_id = $2`,
  'users.find',
);
const listUsers = { name: 'users.list', columns: userColumns, from: members, alias: 'm' };

export class TypeOrmUserQueries implements UserQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(userId: UserId): Promise<UserView | undefined> {
    const [row] = await this.#reader.rows<UserRow>(findUser, [uuidOf(userId)]);
    return row && toUserView(row);
  }

  async list(filter: UserFilter, slice: Slice<MembershipId>): Promise<readonly UserView[]> {
    const conditions = [
      equal('m.email_key', orUndefined(comparisonKey)(filter.email)),
      equal('m.role', filter.role),
      meaning(filter.search),
      ...createdAtWithin('m.created_at', filter.createdAt),
    ];
    const { statement, values } = listStatement(listUsers, conditions, slice);
    return (await this.#reader.rows<UserRow>(statement, values)).map(toUserView);
  }
}

// No index serves it: a tenant's members are few.
const meaning = (search: string | undefined): Condition => {
  const ways: Condition[] = [
    {
      sql: (part) => `strpos(m.search_text, ${part}) > 0`,
      values: [search === undefined ? undefined : partOf(search)],
    },
    ...idsMeant('m.user_id', 'usr', search),
    ...idsMeant('m.id', 'mem', search),
  ];
  return oneOf(ways);
};

const idsMeant = (
  column: string,
  prefix: IdPrefix,
  search: string | undefined,
): readonly Condition[] => {
  const beginning = search === undefined ? undefined : idBeginningIn(prefix, search);
  return beginning === undefined ? [] : idsBeginning(column, [beginning]);
};

const toUserView = (row: UserRow): UserView => ({
  id: idFromUuid('usr', row.user_id),
  membershipId: idFromUuid('mem', row.id),
  version: row.version,
  email: row.email as EmailAddress,
  name: row.name,
  role: row.role,
  createdAt: instantOf(row.created_at.getTime()),
  updatedAt: instantOf(row.updated_at.getTime()),
});

interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invited_by: string | null;
  readonly expires_at: Date;
  readonly created_at: Date;
}

const listInvitations = {
  name: 'invitations.list',
  columns: 'i.id, i.email, i.role, i.invited_by, i.expires_at, i.created_at',
  from: 'invitations i',
  alias: 'i',
};

export class TypeOrmInvitationQueries implements InvitationQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async list(
    slice: Slice<InvitationId>,
    now: Instant,
    createdAt?: InstantRange,
  ): Promise<readonly InvitationView[]> {
    const isOpen = { sql: (at: string) => `i.expires_at > ${at}`, values: [new Date(now)] };
    const conditions = [isOpen, ...createdAtWithin('i.created_at', createdAt)];
    const { statement, values } = listStatement(listInvitations, conditions, slice);
    return (await this.#reader.rows<InvitationRow>(statement, values)).map((row) => ({
      id: idFromUuid('ivt', row.id),
      email: row.email as EmailAddress,
      role: row.role,
      invitedBy: row.invited_by === null ? null : idFromUuid('usr', row.invited_by),
      expiresAt: instantOf(row.expires_at.getTime()),
      createdAt: instantOf(row.created_at.getTime()),
    }));
  }
}
