import type { CreatedFilter, ListRequest, TimeZoneReads } from '#application/shared/created-on.ts';
import { createdWithinDays } from '#application/shared/created-on.ts';
import type { InstantRange, Page, Slice } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';

/** The use case that shows one thing. It throws `notFound` where there is none. */
export const showOne = <Queries, Input, View>(
  reads: ReadAccess<Queries>,
  {
    permission,
    find,
    notFound: NotFound,
  }: {
    readonly permission: Permission;
    readonly find: (queries: Queries, input: Input) => Promise<View | undefined>;
    readonly notFound: new () => DomainError;
  },
): UseCase<Input, View> => ({
  permission,
  execute: async (context, input) => {
    const view = await reads.read(context, (queries) => find(queries, input));
    if (view === undefined) throw new NotFound();
    return view;
  },
});

/**
 * The use case that lists things, newest first. It throws `InvalidValue` on a bad filter, limit or
 * cursor.
 */
export const listPage = <
  Queries,
  Filter extends object,
  Prefix extends IdPrefix,
  View extends { readonly id: Id<Prefix> },
>(
  reads: ReadAccess<Queries & TimeZoneReads>,
  {
    permission,
    prefix,
    parse = () => ({}),
    list,
  }: {
    readonly permission: Permission;
    /** Of the ids that the list is sorted by. */
    readonly prefix: Prefix;
    /** Checks what the filter is given; the rest stays as it is. */
    readonly parse?: (filter: Filter) => Partial<Filter>;
    readonly list: (
      queries: Queries,
      filter: Filter & { readonly createdAt: InstantRange },
      slice: Slice<Id<Prefix>>,
    ) => Promise<readonly View[]>;
  },
): UseCase<Filter & ListRequest, Page<View>> => {
  const key = { prefix, of: ({ id }: View) => id };
  return {
    permission,
    execute: async (context, input) => {
      const { limit, cursor } = input;
      const asked: Filter & CreatedFilter = { ...input, ...parse(input) };
      return reads.read(context, async (queries) => {
        const filter = { ...asked, createdAt: await createdWithinDays(queries, asked) };
        return readPage({ limit, cursor }, key, (slice) => list(queries, filter, slice));
      });
    },
  };
};
