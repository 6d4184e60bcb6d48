import { describe, expect, test } from 'vitest';
import { SharedReads } from '#application/shared/shared-reads.ts';
import { nextTurn } from '#infrastructure/system/next-turn.ts';

const turn = () => new Promise(setImmediate);

/** Reads that end when a test says so, each with its number, or with an error. */
const prepared = () => {
  const begun: { readonly key: string; readonly settle: (error?: Error) => Promise<void> }[] = [];
  const reads = new SharedReads<number>(nextTurn);
  const ask = (key: string): Promise<number> =>
    reads.ask(key, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const number = begun.length + 1;
      const settle = async (error?: Error): Promise<void> => {
        if (error === undefined) resolve();
        else reject(error);
        // It ends in the first, and the next begins in the second.
        for (let turns = 0; turns < 2; turns += 1) await turn();
      };
      begun.push({ key, settle });
      await promise;
      return number;
    });
  return { ask, begun, end: (at: number, error?: Error) => begun[at]?.settle(error) };
};

describe('shared reads', () => {
  test('give nobody what a read found that began before they asked', async () => {
    const { ask, begun, end } = prepared();
    const first = ask('a');
    await turn();
    const others = [ask('a'), ask('a')];

    await end(0);
    const behind = ask('a');
    await end(1);
    await end(2);

    expect(await Promise.all([first, ...others, behind])).toEqual([1, 2, 2, 3]);
    expect(begun.length).toBe(3);
  });

  test('are shared by those who ask together', async () => {
    const { ask, begun, end } = prepared();
    const all = [ask('a'), ask('a'), ask('a')];

    await turn();
    await end(0);

    expect(await Promise.all(all)).toEqual([1, 1, 1]);
    expect(begun.length).toBe(1);
  });

  test('of other things wait for nothing', async () => {
    const { ask, begun, end } = prepared();

    const [one, other] = [ask('a'), ask('b')];
    await turn();

    expect(begun.map(({ key }) => key)).toEqual(['a', 'b']);
    await end(1);
    await end(0);
    expect(await Promise.all([one, other])).toEqual([1, 2]);
  });

  test('that fail do so for those who share them, and for no others', async () => {
    const { ask, end } = prepared();
    const first = ask('a').catch(String);
    await turn();
    const others = [ask('a'), ask('a')].map((each) => each.catch(String));

    await end(0, new Error('away'));
    await end(1, new Error('still away'));
    const later = ask('a');
    await turn();
    await end(2);

    expect(await first).toBe('Error: away');
    expect(await Promise.all(others)).toEqual(['Error: still away', 'Error: still away']);
    expect(await later).toBe(3);
  });

  test('begin anew where nobody waits', async () => {
    const { ask, end } = prepared();
    const one = ask('a');
    await turn();
    await end(0);
    const other = ask('a');
    await turn();
    await end(1);

    expect([await one, await other]).toEqual([1, 2]);
  });
});
