import type { Page, PageRequest } from '#application/shared/page.ts';
import { pageLimits } from '#application/shared/page.ts';

/** Anything with one method `execute` whose context somebody else brings along. */
interface Executable<Context, Input, Output> {
  execute(context: Context, input: Input): Promise<Output>;
}

/** The arguments of a call: the input, if any. One with only optional fields may be left out. */
type Given<Input> = [Input] extends [void]
  ? readonly []
  : object extends Input
    ? readonly [input?: Input]
    : readonly [input: Input];

/** Use cases as functions that know their context already. */
type Calls<UseCases> = {
  readonly [Name in keyof UseCases]: UseCases[Name] extends Executable<
    never,
    infer Input,
    infer Output
  >
    ? (...given: Given<Input>) => Promise<Output>
    : never;
};

/** The extra method of a group that lists: it gives the whole list. */
type Walk<UseCases> = UseCases extends {
  readonly list: Executable<never, infer Input, Page<infer View>>;
}
  ? {
      /** Everything that fits, newest first, read page by page while it is iterated over. */
      all(filter?: Omit<Input, keyof PageRequest>): AsyncGenerator<View, void, undefined>;
    }
  : unknown;

/** A group of use cases, bound to a context. */
export type Bound<UseCases> = Calls<UseCases> & Walk<UseCases>;

type List = Executable<unknown, unknown, Page<unknown>>;

/** Binds every use case of a group to a context, which is made anew for each call. */
export const bind = <UseCases extends object>(
  contextOfCall: () => unknown,
  useCases: UseCases,
): Bound<UseCases> => {
  const named = Object.entries<Executable<unknown, unknown, unknown>>(
    useCases as Readonly<Record<string, Executable<unknown, unknown, unknown>>>,
  );
  const calls = named.map(([name, useCase]) => [
    name,
    // A list may be called without any input; for a use case that takes none it is no matter.
    async (input: unknown = {}) => useCase.execute(contextOfCall(), input),
  ]);
  const list = named.find(([name]) => name === 'list')?.[1] as List | undefined;
  const walk =
    list === undefined ? {} : { all: (filter?: object) => walkList(contextOfCall, list, filter) };
  return { ...Object.fromEntries(calls), ...walk } as Bound<UseCases>;
};

async function* walkList(contextOfCall: () => unknown, list: List, filter: object = {}) {
  let cursor: string | undefined;
  do {
    const input = { ...filter, limit: pageLimits.max, cursor };
    const page: Page<unknown> = await list.execute(contextOfCall(), input);
    yield* page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
