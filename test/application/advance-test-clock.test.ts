import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import type { AllRepositories } from '#application/storage.ts';
import { AdvanceTestClock } from '#application/tenants/advance-test-clock.ts';
import type { DueWork } from '#application/tenants/due-work.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { StartAdvance } from '#application/tenants/start-advance.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { NotATestTenant, TestClockAdvancing } from '#domain/tenants/errors.ts';
import { ReadyClock } from '#domain/tenants/test-clock.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { buildContext, buildTenant, someday } from '../../src/testing/builders.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const start = later(someday, -1000 * dayMilliseconds);
const inDays = (days: number): Instant => later(start, days * dayMilliseconds);

/** Work that falls due, each at its instant; it is handled one at a time, in a run of its own. */
class Diary implements DueWork<AllRepositories> {
  readonly handled: { readonly dueAt: Instant; readonly now: Instant }[] = [];
  /** How many more are handled before the process is killed. */
  killedAfter = Infinity;
  readonly #storage: StorageHarness;
  readonly #due: Set<Instant>;
  readonly #inHand = new Set<Instant>();

  constructor(storage: StorageHarness, due: readonly Instant[]) {
    this.#storage = storage;
    this.#due = new Set(due);
  }

  async nextDueAt(): Promise<Instant | undefined> {
    return [...this.#due].toSorted((one, other) => one - other)[0];
  }

  async handleDue(context: RequestContext, moment: Instant): Promise<number> {
    const dueAt = [...this.#due].find((at) => at <= moment && !this.#inHand.has(at));
    if (dueAt === undefined) return 0;
    this.#inHand.add(dueAt);
    try {
      await this.#storage.unitOfWork.run(context, async ({ tenants }, { now }) => {
        await tenants.find();
        if (this.killedAfter === 0) throw new Error('Killed.');
        this.killedAfter -= 1;
        this.handled.push({ dueAt, now });
      });
      this.#due.delete(dueAt);
      return 1;
    } finally {
      this.#inHand.delete(dueAt);
    }
  }

  async report(): Promise<{ readonly invoices: number }> {
    return { invoices: this.handled.length };
  }
}

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

const opening: Readonly<Record<string, () => Promise<StorageHarness>>> = {
  memory: openMemoryStorage,
  PostgreSQL: () => openPostgresStorage(database),
};

describe.each(Object.entries(opening))('an advance of a test clock, on %s', (_name, open) => {
  let storage: StorageHarness;
  beforeAll(async () => {
    storage = await open();
  });
  afterAll(() => storage.close());

  /** A test tenant with things to come, and what can be done with its clock. */
  const testTenant = async (due: readonly Instant[] = []) => {
    const tenant = buildTenant({ mode: 'test' });
    const context = buildContext(tenant.facts.id);
    await storage.unitOfWork.run(context, async ({ tenants, testClocks }) => {
      await tenants.save(tenant);
      await testClocks.save(ReadyClock.begin(tenant.facts.id, start));
    });
    const diary = new Diary(storage, due);
    const { unitOfWork, clock } = storage;
    const advance = new AdvanceTestClock({ unitOfWork, dueWork: diary, clock });
    const startAdvance = new StartAdvance({ unitOfWork, advance });
    const send = (to: Instant, withinMilliseconds?: number) =>
      startAdvance.execute(context, { to, withinMilliseconds });
    const goOn = (withinMilliseconds?: number) => advance.execute(context, { withinMilliseconds });
    const seen = () => storage.reads.read(context, ({ testClocks }) => testClocks.find());
    return { context, diary, startAdvance, send, goOn, seen };
  };

  test('stops wherever something is due, handles it at that time, and arrives', async () => {
    const { diary, send, seen } = await testTenant([3, 1, 30, 10, 31].map(inDays));

    const clock = await send(inDays(30));

    const handled = [1, 3, 10, 30].map((days) => ({ dueAt: inDays(days), now: inDays(days) }));
    expect(diary.handled).toEqual(handled);
    expect(clock).toEqual({
      now: inDays(30),
      status: 'ready',
      target: inDays(30),
      progress: { done: 30, total: 30 },
      report: { invoices: 4 },
    });
    expect(await seen()).toEqual(clock);
  });

  test('handles what was left over first, without going back', async () => {
    const { diary, send } = await testTenant([-2, 0, 5].map(inDays));

    await send(inDays(7));

    expect(diary.handled).toEqual([
      { dueAt: inDays(-2), now: start },
      { dueAt: inDays(0), now: start },
      { dueAt: inDays(5), now: inDays(5) },
    ]);
  });

  test('arrives at once where nothing is due, and says what happened in real time', async () => {
    const { context, send } = await testTenant();

    const clock = await send(inDays(400));

    expect([clock.now, clock.status]).toEqual([inDays(400), 'ready']);
    const events = await storage.eventsOf(context.tenantId);
    const told = events.map(({ type, occurredAt }) => [type, occurredAt]);
    expect(told.slice(1)).toEqual([
      ['test_clock.advance_started', start],
      ['test_clock.advanced', inDays(400)],
    ]);
  });

  test('stops when its time is over, and goes on from there', async () => {
    const { diary, send, goOn, seen } = await testTenant([1, 2, 3].map(inDays));

    const first = await send(inDays(4), 0);

    expect(first).toMatchObject({ now: inDays(1), status: 'advancing', report: null });
    expect(first.progress).toEqual({ done: 1, total: 4 });
    expect(await goOn(0)).toMatchObject({ now: inDays(2), status: 'advancing' });
    expect(await goOn()).toMatchObject({ now: inDays(4), status: 'ready' });
    expect(diary.handled.map(({ now }) => now)).toEqual([1, 2, 3].map(inDays));
    expect(await goOn()).toEqual(await seen());
  });

  test.each([0, 1, 2, 3])('goes on when it was killed after %d', async (killedAfter) => {
    const { diary, send, goOn } = await testTenant([1, 1.5, 2, 30].map(inDays));
    diary.killedAfter = killedAfter;
    await expect(send(inDays(31))).rejects.toThrow('Killed.');
    diary.killedAfter = Infinity;

    const clock = await goOn();

    expect(clock).toMatchObject({ now: inDays(31), status: 'ready', report: { invoices: 4 } });
    expect(diary.handled.map(({ dueAt }) => dueAt)).toEqual([1, 1.5, 2, 30].map(inDays));
    expect(diary.handled.every(({ dueAt, now }) => dueAt === now)).toBe(true);
  });

  test('is done once by several at once, each moment at its time', async () => {
    const days = Array.from({ length: 20 }, (_, index) => index + 1);
    const { diary, send, goOn, seen } = await testTenant(days.map(inDays));
    await send(inDays(21), 0);

    const untilReady = async (): Promise<void> => {
      while ((await goOn()).status !== 'ready');
    };
    await Promise.all(Array.from({ length: 4 }, untilReady));

    expect(diary.handled).toEqual(days.map((each) => ({ dueAt: inDays(each), now: inDays(each) })));
    expect(await seen()).toMatchObject({ now: inDays(21), report: { invoices: 20 } });
  });

  test('lets nobody else write money or send the clock on meanwhile', async () => {
    const { context, send, goOn } = await testTenant([1, 2].map(inDays));
    const writeMoney = () =>
      storage.unitOfWork.run(context, async (_repositories, run) => requireReadyClock(run));
    await writeMoney();
    await send(inDays(3), 0);

    await expect(writeMoney()).rejects.toThrow(TestClockAdvancing);
    await expect(send(inDays(9))).rejects.toThrow(TestClockAdvancing);
    await goOn();
    await writeMoney();
    expect((await send(inDays(9))).now).toBe(inDays(9));
  });

  test('is started once by many at once', async () => {
    const { send } = await testTenant([1].map(inDays));

    const sent = await Promise.allSettled(Array.from({ length: 6 }, () => send(inDays(2), 0)));

    const refused = sent.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(TestClockAdvancing);
  });

  test.each([
    [0, 'clock_goes_forward'],
    [-1, 'clock_goes_forward'],
    [3661, 'clock_advance_too_far'],
  ])('by %d days is refused at its field: %s', async (days, code) => {
    const { send, seen } = await testTenant();

    const sending = send(inDays(days));

    await expect(sending).rejects.toMatchObject({ faults: [{ pointer: '/to', code }] });
    expect(await seen()).toMatchObject({ now: start, status: 'ready', progress: null });
  });

  test('is no matter of a live tenant', async () => {
    const { startAdvance, context } = await testTenant();
    const tenant = buildTenant();
    const live = { ...context, tenantId: tenant.facts.id };
    await storage.unitOfWork.run(live, ({ tenants }) => tenants.save(tenant));

    await expect(startAdvance.execute(live, { to: inDays(9) })).rejects.toThrow(NotATestTenant);
  });
});
