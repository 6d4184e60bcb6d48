import { describe, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import { GroupedWrites } from '#application/shared/grouped-writes.ts';
import { nextTurn } from '#infrastructure/system/next-turn.ts';
import { buildContext, buildId } from '../../src/testing/builders.ts';

const [acme, globex] = [buildContext(buildId('ten')), buildContext(buildId('ten'))];

interface Writing {
  readonly tenantId: string;
  readonly items: readonly number[];
  readonly end: () => void;
}

const turn = () => new Promise(setImmediate);

/** Groups whose writes end when a test says so, and double each item; a negative one fails all. */
const prepared = (grouping = { most: 10, enough: 4 }) => {
  const begun: Writing[] = [];
  const write = async (context: RequestContext, items: readonly number[]) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    begun.push({ tenantId: context.tenantId, items, end: resolve });
    await promise;
    if (items.some((item) => item < 0)) throw new Error(`bad: ${items.join()}`);
    return items.map((item) => item * 2);
  };
  const grouped = new GroupedWrites<number, number>(write, grouping, nextTurn);
  /** Ends each write that has begun, and those that begin by it. */
  const endAll = async (from = 0): Promise<void> => {
    await turn();
    for (let at = from; at < begun.length; at += 1) await end(at);
  };
  const end = async (at: number): Promise<void> => {
    begun[at]?.end();
    // It ends in the first, and the next begins in the second.
    for (let turns = 0; turns < 2; turns += 1) await turn();
  };
  return { grouped, begun, end, endAll, written: () => begun.map(({ items }) => items) };
};

describe('grouped writes', () => {
  test('write a lone call in the same moment, and give its results', async () => {
    const { grouped, endAll, written } = prepared();
    const call = grouped.add(acme, [1, 2]);

    await turn();
    expect(written()).toEqual([[1, 2]]);
    await endAll();
    expect(await call).toEqual([2, 4]);
  });

  test('write as one those that come together', async () => {
    const { grouped, endAll, written } = prepared();
    const calls = [[1], [2, 3], [], [4]].map((items) => grouped.add(acme, items));

    await endAll();

    expect(written()).toEqual([[1, 2, 3, 4]]);
    expect(await Promise.all(calls)).toEqual([[2], [4, 6], [], [8]]);
  });

  test('write as one those that wait for it, and give each its own results', async () => {
    const { grouped, endAll, written } = prepared();
    const first = grouped.add(acme, [1]);
    await turn();
    const calls = [first, ...[[2, 3], [], [4]].map((items) => grouped.add(acme, items))];

    await endAll();

    expect(written()).toEqual([[1], [2, 3, 4]]);
    expect(await Promise.all(calls)).toEqual([[2], [4, 6], [], [8]]);
  });

  test('take no more at once than they may, and leave no call apart', async () => {
    const { grouped, endAll, written } = prepared({ most: 3, enough: 100 });
    const calls = [[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]];
    const all = Promise.all(calls.map((items) => grouped.add(acme, items)));

    await endAll();

    expect(written()).toEqual([[1, 2, 3], [4, 5], [6, 7, 8, 9], [10]]);
    expect(await all).toEqual(calls.map((items) => items.map((item) => item * 2)));
  });

  test('begin a second write beside the first once enough wait, and no third', async () => {
    const { grouped, end, endAll, written } = prepared({ most: 4, enough: 4 });
    const calls = [grouped.add(acme, [0])];
    await turn();
    calls.push(...Array.from({ length: 13 }, (_, at) => grouped.add(acme, [at + 1])));
    await turn();

    expect(written()).toEqual([[0], [1, 2, 3, 4]]);
    await end(0);
    expect(written()).toEqual([[0], [1, 2, 3, 4], [5, 6, 7, 8]]);
    await endAll(1);
    expect((await Promise.all(calls)).flat()).toEqual(calls.map((_, item) => item * 2));
  });

  test('never put calls of two tenants together', async () => {
    const { grouped, begun, endAll } = prepared();
    const first = [acme, globex].map((of, at) => grouped.add(of, [at]));
    await turn();
    const others = [acme, globex, acme].map((of, at) => grouped.add(of, [at + 2]));

    await endAll();

    expect(begun.map(({ tenantId, items }) => [tenantId, items])).toEqual([
      [acme.tenantId, [0]],
      [globex.tenantId, [1]],
      [acme.tenantId, [2, 4]],
      [globex.tenantId, [3]],
    ]);
    expect(await Promise.all([...first, ...others])).toEqual([[0], [2], [4], [6], [8]]);
  });

  test('of calls that fail together, only the one at fault fails', async () => {
    const { grouped, endAll, written } = prepared();
    const first = grouped.add(acme, [1]);
    await turn();
    const calls = [2, -3, 4].map((item) => grouped.add(acme, [item]));
    const settled = Promise.allSettled([first, ...calls]);

    await endAll();

    expect(written()).toEqual([[1], [2, -3, 4], [2], [-3], [4]]);
    expect(
      (await settled).map((each) => ('value' in each ? each.value : String(each.reason))),
    ).toEqual([[2], [4], 'Error: bad: -3', [8]]);
    const later = grouped.add(acme, [5]);
    await endAll(written().length);
    expect(await later).toEqual([10]);
  });
});
