import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { ServerClock } from '#infrastructure/system/server-clock.ts';
import { SteadyClock } from '#infrastructure/system/steady-clock.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';

const noon = 1_795_000_000_000;
/** A machine's clock at noon, and the server's clock as it is told by it. */
const clocks = () => {
  const machine = new FixedClock(instantOf(noon));
  return { machine, server: new ServerClock(machine) };
};

test('before it was compared it tells the machine’s time, and says so', () => {
  const { machine, server } = clocks();

  expect(server.now()).toBe(noon);
  expect([server.isKnown, server.isStale]).toEqual([false, true]);
  machine.advance(5);
  expect(server.now()).toBe(noon + 5);
});

test('the server’s time lies in the middle between question and answer', () => {
  const { machine, server } = clocks();

  // The machine is 700 ms behind: the server answered 4 ms after it was asked, 2 ms on the way.
  server.observe({ askedAt: noon - 4, respondedAt: noon, serverTime: noon + 698 });

  expect(server.now()).toBe(noon + 700);
  expect([server.isKnown, server.isStale]).toEqual([true, false]);
  machine.advance(1_000);
  expect(server.now()).toBe(noon + 1_700);
});

test('a slower answer does not replace a faster one, until that is old', () => {
  const { machine, server } = clocks();
  server.observe({ askedAt: noon - 2, respondedAt: noon, serverTime: noon + 99 });
  const slow = { askedAt: noon - 400, respondedAt: noon, serverTime: noon + 300 };

  server.observe(slow);
  expect(server.now()).toBe(noon + 100);

  machine.advance(30_001);
  expect(server.isStale).toBe(true);
  server.observe(slow);
  expect(server.now()).toBe(noon + 30_001 + 500);
});

test('it never goes back: it stands until the server has caught up', () => {
  const { machine, server } = clocks();
  server.observe({ askedAt: noon, respondedAt: noon, serverTime: noon + 500 });
  expect(server.now()).toBe(noon + 500);
  machine.advance(31_000);

  server.observe({ askedAt: noon, respondedAt: noon, serverTime: noon - 40_000 });

  expect(server.now()).toBe(noon + 500);
  machine.advance(60_000);
  expect(server.now()).toBe(noon + 91_000 - 40_000);
});

test('a clock that is trusted is passed on as it is, back too, and never compared', () => {
  const machine = new FixedClock(instantOf(noon));
  const trusted = ServerClock.trusting(machine);

  trusted.observe({ askedAt: noon, respondedAt: noon, serverTime: noon + 500 });
  expect([trusted.isKnown, trusted.isStale, trusted.now()]).toEqual([true, false, noon]);
  machine.set(instantOf(noon - 1));
  expect(trusted.now()).toBe(noon - 1);
});

describe('a machine’s clock that was set', () => {
  const hour = 3_600_000;
  /** A machine that was compared at noon with a server that is half a second ahead. */
  const machine = () => {
    const comparisons: PromiseWithResolvers<void>[] = [];
    const clock = new SteadyClock();
    const server = new ServerClock(clock, {
      now: () => Date.now(),
      compare: () => {
        comparisons.push(Promise.withResolvers());
        return comparisons.at(-1)?.promise ?? Promise.resolve();
      },
    });
    const serverTime = () => noon + performance.now() - began + 500;
    const compare = () => {
      const at = server.steadyNow;
      server.observe({ askedAt: at, respondedAt: at, serverTime: serverTime() });
    };
    const began = performance.now();
    compare();
    return { server, comparisons, serverTime, compare };
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: noon });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['back', -hour],
    ['forth', hour],
  ])('%s changes nothing, and is compared again before the next run', (_how, step) => {
    const { server, serverTime, compare } = machine();
    vi.advanceTimersByTime(40_000);
    vi.setSystemTime(Date.now() + step);

    expect(server.now()).toBe(serverTime());
    expect([server.isKnown, server.isStale]).toEqual([false, true]);
    compare();
    expect([server.isKnown, server.isStale]).toEqual([true, false]);
    vi.advanceTimersByTime(1_000);
    expect(server.now()).toBe(serverTime());
  });

  test('by less than a second is nothing: daemons do that all the time', () => {
    const { server, comparisons, serverTime } = machine();
    vi.setSystemTime(Date.now() - 900);

    expect([server.now(), server.isKnown]).toEqual([serverTime(), true]);
    expect(comparisons).toHaveLength(0);
  });

  test('where the machine slept: who asks has it compared, once until it answers', async () => {
    const { server, comparisons } = machine();
    // The clock that counts the time that passes stands in sleep.
    vi.setSystemTime(Date.now() + hour);

    expect([server.now(), server.now()]).toEqual([noon + 500, noon + 500]);
    expect(comparisons).toHaveLength(1);
    comparisons[0]?.reject(new Error('The database is away.'));
    await vi.waitFor(() => {
      server.now();
      expect(comparisons).toHaveLength(2);
    });
    const at = server.steadyNow;
    server.observe({ askedAt: at, respondedAt: at, serverTime: noon + hour + 500 });
    comparisons[1]?.resolve();

    expect(server.now()).toBe(noon + hour + 500);
    expect(comparisons).toHaveLength(2);
  });
});
