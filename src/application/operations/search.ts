import type { CatalogReads } from '#application/catalog/queries.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { IdentityReads } from '#application/identity/ports.ts';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { SubscriptionReads } from '#application/subscriptions/queries.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';

export const searchedKinds = [
  'customer',
  'subscription',
  'invoice',
  'plan',
  'product',
  'member',
] as const;
export type SearchedKind = (typeof searchedKinds)[number];

/** A thing that a search found, as far as a list of results shows it. */
export interface SearchResult {
  readonly kind: SearchedKind;
  readonly id: Id;
  readonly title: string;
  /** Tells it from others of its name: an e-mail address, a code, a date. */
  readonly detail: string | null;
  /** Of things that have one; of a member, the role. */
  readonly status: string | null;
}

export interface SearchInput {
  readonly text: string;
}

type SearchReads = CustomerReads &
  CatalogReads &
  InvoicingReads &
  SubscriptionReads &
  IdentityReads;

interface Search {
  readonly permission: Permission;
  readonly prefix: IdPrefix;
  readonly find: (queries: SearchReads, text: string) => Promise<readonly Found[]>;
}

type Found = Omit<SearchResult, 'kind'>;

const resultsMax = 5;
const slice = { limit: resultsMax, after: null };

const searches: Readonly<Record<SearchedKind, Search>> = {
  customer: {
    permission: 'customers:read',
    prefix: 'cus',
    find: async ({ customers }, search) =>
      (await customers.list({ search }, slice)).map(({ id, name, email }) => {
        return { id, title: name, detail: email, status: null };
      }),
  },
  subscription: {
    permission: 'subscriptions:read',
    prefix: 'sub',
    find: async ({ subscriptions }, search) =>
      (await subscriptions.search(search, resultsMax)).map(({ id, name, externalId, status }) => {
        return { id, title: name ?? externalId ?? id, detail: externalId, status };
      }),
  },
  invoice: {
    permission: 'invoices:read',
    prefix: 'inv',
    find: async ({ invoices }, search) =>
      (await invoices.search(search, resultsMax)).map(({ id, number, issuedOn, status }) => {
        return { id, title: number ?? id, detail: issuedOn, status };
      }),
  },
  plan: {
    permission: 'catalog:read',
    prefix: 'plan',
    find: async ({ plans }, search) =>
      (await plans.list({ search, status: 'all' }, slice)).map(({ id, name, code, status }) => {
        return { id, title: name, detail: code, status };
      }),
  },
  product: {
    permission: 'catalog:read',
    prefix: 'prod',
    find: async ({ products }, search) =>
      (await products.list({ search }, slice)).map(({ id, name, code }) => {
        return { id, title: name, detail: code, status: null };
      }),
  },
  member: {
    permission: 'users:read',
    prefix: 'usr',
    find: async ({ users }, search) =>
      (await users.list({ search }, slice)).map(({ id, name, email, role }) => {
        return { id, title: name, detail: email, status: role };
      }),
  },
};

/** The use cases of searching in everything at once. */
export const searchUseCases = ({ reads }: { readonly reads: ReadAccess<SearchReads> }) => ({
  /**
   * Up to five things of each kind that the caller may read: by words of their names and codes, by
   * how a number or an external id begins, and by ids. `InvalidValue` is thrown for a bad text.
   */
  find: guarded<SearchInput, readonly SearchResult[]>({
    permission: 'self:read',
    execute: async (context, input) => {
      const { text } = checkAll({ text: () => parseSearch(input.text) });
      const words = text.trim();
      const kinds = searchedKinds.filter(
        (kind) =>
          context.permissions.has(searches[kind].permission) && isWorthwhile(words, searches[kind]),
      );
      return reads.read(context, async (queries) => {
        const found = await Promise.all(
          kinds.map(async (kind) => {
            const things = await searches[kind].find(queries, words);
            return once(things).map((thing) => ({ kind, ...thing }));
          }),
        );
        return found.flat();
      });
    },
  }),
});

export type SearchUseCases = ReturnType<typeof searchUseCases>;

// A text that reads as an id of one kind is looked for among these alone.
const isWorthwhile = (text: string, { prefix }: Search): boolean => {
  if (text === '') return false;
  const given = idForm.exec(text)?.[1];
  const isOfAnother = Object.values(searches).some((other) => other.prefix === given);
  return given === prefix || !isOfAnother;
};

const idForm = /^([a-z]{3,4})_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

const once = (things: readonly Found[]): readonly Found[] =>
  [...new Map(things.map((thing) => [thing.id, thing])).values()].slice(0, resultsMax);
