import { describe, expect, test } from 'vitest';
import { planMigrationQueue } from '#application/subscriptions/plan-migrations/migration-queue.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { instantOf } from '#domain/shared/time.ts';
import { refusalOf } from '#domain/subscriptions/refusal.ts';
import { buildId } from '../../src/testing/builders.ts';
import { cancel, onBothStorages, seen } from './both-storages.ts';
import type { Given } from './plan-migration-shop.ts';
import {
  advanceOf,
  migrate,
  outcomes,
  plans,
  preview,
  sorted,
  start,
  versionsOf,
  withThree,
} from './plan-migration-shop.ts';

// Moves of many subscriptions to a version of their plan, on both storages.

onBothStorages(plans, (open) => {
  const openThree = async () => withThree(await open());

  describe('a migration', () => {
    test('moves all that are on the plan now, and settles each', async () => {
      const { shop, made } = await openThree();
      shop.setTime('2026-06-16T10:00:00Z');

      const migration = await migrate(shop);

      expect(migration).toMatchObject({
        status: 'completed',
        progress: { done: 3, total: 3 },
        report: { moved: 3, unchanged: 0, refused: 0 },
        completedAt: Date.parse('2026-06-16T10:00:00Z'),
      });
      expect(await versionsOf(shop, made)).toEqual([2, 2, 2]);
      // The seat costs what it did: nothing of it is settled.
      const settled = 'Base 06-16/07-01 -15.00, base 06-16/07-01 20.00, = 5.00';
      const documents = (await shop.documents()).slice(3);
      expect(documents.map(sorted)).toEqual([settled, settled, settled]);
    });

    test('at the end of the period is listed as a change, and takes effect then', async () => {
      const { shop, made, first } = await openThree();

      await migrate(shop, { effective: 'period_end' });
      const before = await versionsOf(shop, made);
      const { data } = await shop.subscriptions.changes.execute(shop.context, {
        subscriptionId: first.id,
      });
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(before).toEqual([1, 1, 1]);
      expect(data).toMatchObject([{ status: 'scheduled', planVersion: 2 }]);
      expect(await versionsOf(shop, made)).toEqual([2, 2, 2]);
      const due = (await shop.documents()).slice(3).map((text) => text.split(' = ')[1]);
      expect(due).toEqual(['50.00', '50.00', '50.00']);
    });

    test('refuses those with prices that the version lacks, and tells the codes', async () => {
      const { shop, made, first } = await openThree();
      await shop.publish('basic', 3, { base: 4000n });
      const priceId = shop.priceId('basic', 'Seat');
      const items = [{ priceId, isIncluded: false }];
      await shop.change(first, { items, effective: 'now' });

      const migration = await migrate(shop, { toVersion: 3 });

      expect(migration.report).toEqual({ moved: 1, unchanged: 0, refused: 2 });
      const became = await outcomes(shop, migration);
      const refused = 'refused price_codes_unmatched seat';
      expect(made.map(({ id }) => became.get(id))).toEqual(['moved', refused, refused]);
      expect(await versionsOf(shop, made)).toEqual([3, 1, 1]);
    });

    test('takes those of some versions, those named, and no other plan', async () => {
      const { shop, made, first } = await openThree();
      const other = await shop.subscribe('other');
      await shop.publish('basic', 3, { base: 4500n, seat: 1000n });
      await migrate(shop, { subscriptionIds: [first.id] });

      const named = await migrate(shop, { toVersion: 3, subscriptionIds: [other.id, first.id] });
      const rest = await migrate(shop, { toVersion: 3, fromVersions: [1] });

      const became = await outcomes(shop, named);
      expect([became.get(other.id), became.get(first.id)]).toEqual([
        'refused subscription_not_on_plan',
        'moved',
      ]);
      expect(rest.progress).toEqual({ done: 2, total: 2 });
      expect(await versionsOf(shop, made)).toEqual([3, 3, 3]);
      expect((await seen(shop, other)).planVersion).toBe(1);
    });

    test('leaves alone who agrees to the version by then, and who is over', async () => {
      const { shop, first } = await openThree();
      await cancel(shop, first, 'now');
      await migrate(shop, { effective: 'period_end' });

      const again = await migrate(shop, { effective: 'period_end' });
      const ended = await migrate(shop, { subscriptionIds: [first.id] });

      expect(again.report).toEqual({ moved: 0, unchanged: 2, refused: 0 });
      expect(await outcomes(shop, ended)).toEqual(
        new Map([[first.id, 'refused subscription_ended']]),
      );
    });

    test('of nothing is over at once', async () => {
      const { shop } = await openThree();
      await migrate(shop);

      const progress = { done: 0, total: 0 };
      expect(await start(shop)).toMatchObject({ status: 'completed', progress });
    });

    test('goes on where it was cut off, and moves each once', async () => {
      const { shop, made } = await openThree();
      const migration = await start(shop);
      let runs = 0;
      const { unitOfWork } = shop.storage;
      // It dies in the middle of the second subscription, before anything of it is stored.
      const dying = advanceOf(shop, {
        run: (context, work) =>
          unitOfWork.run(context, async (repositories, run) => {
            const done = await work(repositories, run);
            runs += 1;
            if (runs >= 3) throw new Error('Killed.');
            return done;
          }),
      });
      const given = { migrationId: migration.id };

      await expect(dying.execute(shop.context, given)).rejects.toThrow('Killed.');
      const halfway = await versionsOf(shop, made);
      const advance = advanceOf(shop);
      const finished = await advance.execute(shop.context, given);

      expect(halfway.filter((version) => version === 2)).toHaveLength(1);
      expect(finished.report).toEqual({ moved: 3, unchanged: 0, refused: 0 });
      expect(await shop.documents()).toHaveLength(6);
      expect((await advance.execute(shop.context, given)).report).toEqual(finished.report);
    });

    test('may be taken on by several at once', async () => {
      const { shop } = await openThree();
      const [{ id: migrationId }, advance] = [await start(shop), advanceOf(shop)];
      const each = () => advance.execute(shop.context, { migrationId }).catch((error) => error);

      await Promise.all([each(), each(), each()]);
      const { report } = await advance.execute(shop.context, { migrationId });

      expect(report).toEqual({ moved: 3, unchanged: 0, refused: 0 });
      expect(await shop.documents()).toHaveLength(6);
    });

    test('leaves alone who was moved and then changed back, by whoever comes late', async () => {
      const { shop, made, first } = await openThree();
      const { id: migrationId } = await start(shop);
      const { unitOfWork } = shop.storage;
      let isLate = false;
      const late = advanceOf(shop, {
        run: async (context, work) => {
          const done = await unitOfWork.run(context, work);
          if (isLate) return done;
          isLate = true;
          // It has read which are pending. Before it moves one, another worker moves them all.
          await advanceOf(shop).execute(shop.context, { migrationId });
          await shop.change(first, { planVersion: 1, effective: 'now' });
          return done;
        },
      });

      await late.execute(shop.context, { migrationId });

      expect(await versionsOf(shop, made)).toEqual([1, 2, 2]);
    });

    test('is a job that a worker takes on, a turn at a time', async () => {
      const { shop } = await openThree();
      const { id: migrationId } = await start(shop);
      const advance = advanceOf(shop);
      const handle = planMigrationQueue.handlerOf({
        migrations: { advance },
        contextOf: () => shop.context,
        anonymous: () => ({ requestId: 'job' }),
      });
      const due = { tenantId: shop.context.tenantId, migrationId, handedOutAt: instantOf(0) };
      const stopped = await advance.execute(shop.context, { migrationId, withinMilliseconds: 0 });

      expect(stopped).toMatchObject({ status: 'running', progress: { done: 0, total: 3 } });
      expect(await handle(due)).toBe('done');
    });

    test('made now counts from when it was made, or now where a change came since', async () => {
      const { shop, made, first } = await openThree();
      shop.setTime('2026-06-11T10:00:00Z');
      const { id: migrationId } = await start(shop);
      shop.setTime('2026-06-16T10:00:00Z');
      const items = [{ priceId: shop.priceId('basic', 'Seat'), quantity: '2' }];
      await shop.change(first, { items, effective: 'now' });
      shop.setTime('2026-06-21T10:00:00Z');

      const advance = advanceOf(shop);
      await advance.execute(shop.context, { migrationId });

      const days = await Promise.all(
        made.map(async ({ id }) => {
          const input = { subscriptionId: id };
          const { data } = await shop.subscriptions.changes.execute(shop.context, input);
          return data.find(({ planVersion }) => planVersion === 2)?.effectiveOn;
        }),
      );
      expect(days).toEqual(['2026-06-21', '2026-06-11', '2026-06-11']);
    });

    test('is told when it begins and when it is over', async () => {
      const { shop } = await openThree();
      const { id } = await migrate(shop);

      const events = await shop.storage.eventsOf(shop.context.tenantId);
      const told = events.filter(({ subjectId }) => subjectId === id);

      expect(told.map(({ type }) => type)).toEqual([
        'plan.migration_started',
        'plan.migration_completed',
      ]);
      expect(told[1]?.after).toMatchObject({ report: { moved: 3 }, status: 'completed' });
    });

    test.each([
      [{ toVersion: 9 }, 'plan_version_not_found'],
      [{ fromVersions: [7] }, 'unknown_version'],
      [{ subscriptionIds: [buildId('sub')] }, 'unknown_subscription'],
      [{ effective: { on: '2026-02-30' } }, 'invalid_date'],
      [{ planId: buildId('plan') }, 'plan_not_found'],
      [{ quote: 'nothing' }, 'invalid_quote'],
    ] as const)('%j is refused with %s', async (given, code) => {
      const { shop } = await openThree();

      const refused: unknown = await start(shop, given as Given).catch((error: unknown) => error);

      expect(refused).toBeInstanceOf(DomainError);
      expect(refusalOf(refused as DomainError).code).toBe(code);
    });
  });

  describe('a preview of a migration', () => {
    test('shows what it does to each, and writes nothing', async () => {
      const { shop, made } = await openThree();
      shop.setTime('2026-06-16T10:00:00Z');

      const shown = await preview(shop);
      const before = await shop.documents();
      const done = await migrate(shop, { quote: shown.quote });

      expect(before).toHaveLength(3);
      expect([shown.total, done.report?.moved]).toEqual([3, 3]);
      expect(shown.data.map(({ id, outcome }) => [id, outcome])).toEqual(
        made.map(({ id }) => [id, 'moved']).toReversed(),
      );
      const totals = shown.data.map(({ now: [one], next }) =>
        [one?.total, next?.total].map(String),
      );
      expect(totals).toEqual([1, 2, 3].map(() => ['EUR 5.00', 'EUR 50.00']));
    });

    test('goes by pages, and tells why one cannot be moved', async () => {
      const { shop } = await openThree();
      await shop.publish('basic', 3, { base: 4000n });

      const page = await preview(shop, { toVersion: 3, limit: 2 });

      expect([page.data.length, page.total, page.nextCursor === null]).toEqual([2, 3, false]);
      expect(page.data[0]).toMatchObject({
        outcome: 'refused',
        refusal: { code: 'price_codes_unmatched', priceCodes: ['seat'] },
        now: [],
        next: null,
      });
    });

    test('is outdated once one of them was changed, and a new one is told', async () => {
      const { shop, first } = await openThree();
      const { quote } = await preview(shop);
      await cancel(shop, first, 'period_end');

      const refused = await start(shop, { quote }).catch((error: unknown) => error);

      expect(refused).toMatchObject({
        code: 'preview_outdated',
        preview: { total: 3, data: [{ outcome: 'moved' }, { outcome: 'moved' }, {}] },
      });
    });
  });
});
