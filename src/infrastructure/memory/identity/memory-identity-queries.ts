import type { Directory, Person } from '#application/identity/ports.ts';
import type {
  InvitationQueries,
  InvitationView,
  UserFilter,
  UserQueries,
  UserView,
} from '#application/identity/queries.ts';
import { invitationView, userView } from '#application/identity/queries.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import { foldedTextOf, idBeginningIn, partOf } from '#application/shared/search.ts';
import type { User } from '#domain/identity/user.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import type { InvitationId, MembershipId, UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { IdentityTables } from '#infrastructure/memory/identity/identity-tables.ts';
import { storedUser } from '#infrastructure/memory/identity/stored-user.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { TenantTables } from '#infrastructure/memory/tenants/tenant-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

export class MemoryUserQueries implements UserQueries {
  readonly #reader: MemoryReader<IdentityTables>;

  constructor(reader: MemoryReader<IdentityTables>) {
    this.#reader = reader;
  }

  async find(userId: UserId): Promise<UserView | undefined> {
    return this.#views().find(({ id }) => id === userId);
  }

  async list(filter: UserFilter, slice: Slice<MembershipId>): Promise<readonly UserView[]> {
    const found = this.#views().filter(
      (user) =>
        fits(orUndefined(comparisonKey)(filter.email), emailKey(user.email)) &&
        fits(filter.role, user.role) &&
        isMeant(filter.search, user) &&
        within(user.createdAt, filter.createdAt),
    );
    return sliceOf(found, ({ membershipId }) => membershipId, slice);
  }

  #views(): readonly UserView[] {
    const { tables, tenantId } = this.#reader;
    return tables.memberships.under(`${tenantId}/`).map(userView);
  }
}

const isMeant = (search: string | undefined, user: UserView): boolean => {
  if (search === undefined) return true;
  const [person, member] = [idBeginningIn('usr', search), idBeginningIn('mem', search)];
  return (
    foldedTextOf([user.name, user.email]).includes(partOf(search)) ||
    (person !== undefined && user.id.startsWith(person)) ||
    (member !== undefined && user.membershipId.startsWith(member))
  );
};

export class MemoryInvitationQueries implements InvitationQueries {
  readonly #reader: MemoryReader<IdentityTables>;

  constructor(reader: MemoryReader<IdentityTables>) {
    this.#reader = reader;
  }

  async list(
    slice: Slice<InvitationId>,
    now: Instant,
    range?: InstantRange,
  ): Promise<readonly InvitationView[]> {
    const { tables, tenantId } = this.#reader;
    const invitations = tables.invitations.under(`${tenantId}/`).map(invitationView);
    const open = invitations.filter(
      ({ expiresAt, createdAt }) => now < expiresAt && within(createdAt, range),
    );
    return sliceOf(open, ({ id }) => id, slice);
  }
}

/** The committed people and their memberships, of all tenants. */
interface DirectoryStore {
  readonly tables: IdentityTables & TenantTables;
  transact<Result>(work: (draft: IdentityTables) => Promise<Result>): Promise<Result>;
}

export class MemoryDirectory implements Directory {
  readonly #store: DirectoryStore;

  constructor(store: DirectoryStore) {
    this.#store = store;
  }

  async findByEmail(email: EmailAddress): Promise<Person | undefined> {
    const { tables } = this.#store;
    const users = tables.users.under('usr_');
    const user = users.find(({ facts }) => emailKey(facts.email) === emailKey(email));
    return user && personOf(tables, user);
  }

  async find(userId: UserId): Promise<Person | undefined> {
    const { tables } = this.#store;
    const user = tables.users.get(userId);
    return user && personOf(tables, user);
  }

  save(user: User): Promise<User> {
    return this.#store.transact(async ({ users }) => storedUser(users, user));
  }
}

const personOf = (tables: DirectoryStore['tables'], user: User): Person => {
  const places = tables.tenants.under('ten_').flatMap((tenant) => {
    const members = tables.memberships.under(`${tenant.facts.id}/`);
    const place = members.find(({ facts }) => facts.userId === user.facts.id);
    return place === undefined ? [] : [{ tenant: tenant.facts, place: place.facts }];
  });
  const newestFirst = places.toSorted((one, other) => (one.place.id < other.place.id ? 1 : -1));
  return {
    user,
    tenants: newestFirst.map(({ tenant, place }) => ({
      id: tenant.id,
      name: tenant.name,
      role: place.role,
    })),
  };
};
