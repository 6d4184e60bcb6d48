import { describe, expect, test } from 'vitest';
import type { PausePreviewInput } from '#application/subscriptions/changes/decide-pause.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { Made } from './both-storages.ts';
import { onBothStorages, seen } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';

// How pauses, moved periods and other zones are settled on both storages, down to the documents.

const plans = {
  basic: { prices: { Base: 3000n } },
  pro: { prices: { Base: 6000n } },
  late: { prices: { Base: 3000n }, billed: 'in_arrears' },
} as const;

const pause = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
  given: Omit<PausePreviewInput, 'subscriptionId' | 'version'>,
): Promise<Made> => subscriptions.pause.execute(context, { subscriptionId: id, version, ...given });

const resume = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
  effective: EffectiveInput = 'now',
): Promise<Made> =>
  subscriptions.resume.execute(context, { subscriptionId: id, version, effective });

onBothStorages(plans, (open) => {
  describe('a pause', () => {
    test('gives back what is not used, and the rest is charged when it goes on', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-10T10:00:00Z');

      const paused = await pause(shop, made, { effective: 'now' });
      shop.setTime('2026-06-21T10:00:00Z');
      await shop.run();
      const resumed = await resume(shop, paused);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect([paused.status, paused.currentPeriod, resumed.status]).toEqual([
        'paused',
        null,
        'active',
      ]);
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Base 06-11/07-01 -20.00, balance 20.00, = 0.00',
        'Base 06-21/07-01 10.00, = 0.00',
        'Base 07-01/08-01 30.00, = 20.00',
      ]);
    });

    test('ends by itself on a day, and its credit waits for the next document', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-10T10:00:00Z');

      const paused = await pause(shop, made, { effective: 'now', resumesOn: '2026-07-11' });
      shop.setTime('2026-07-11T00:00:00Z');
      await shop.run();

      expect(await seen(shop, paused)).toMatchObject({ status: 'active', pause: null });
      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-11/07-01 -20.00, Base 07-11/08-01 20.32, = 0.32',
      ]);
    });

    test('leaves the period paid where nothing is to be credited', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-10T10:00:00Z');

      const paused = await pause(shop, made, { effective: 'now', credit: 'none' });
      shop.setTime('2026-06-21T10:00:00Z');
      await resume(shop, paused);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect((await shop.documents()).slice(1)).toEqual(['Base 07-01/08-01 30.00, = 30.00']);
    });

    test('that lies ahead leaves its period paid, too', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');

      await pause(shop, made, {
        effective: { on: '2026-07-11' },
        credit: 'none',
        resumesOn: '2026-07-21',
      });
      shop.setTime('2026-08-01T00:00:00Z');
      await shop.run();

      expect((await shop.documents()).slice(1)).toEqual([
        'Base 07-01/08-01 30.00, = 30.00',
        'Base 08-01/09-01 30.00, = 30.00',
      ]);
    });

    test('charges in arrears what was used before it and after it', async () => {
      const shop = await open();
      const made = await shop.subscribe('late');
      shop.setTime('2026-06-10T10:00:00Z');

      const paused = await pause(shop, made, { effective: 'now' });
      shop.setTime('2026-06-21T10:00:00Z');
      await resume(shop, paused);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(await shop.documents()).toEqual([
        'Base 06-01/06-11 10.00, = 10.00',
        'Base 06-21/07-01 10.00, = 10.00',
      ]);
    });

    test('is taken back by going on before it begins', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');

      const ahead = await pause(shop, made, {
        effective: 'period_end',
        resumesOn: '2026-08-01',
      });
      const back = await resume(shop, ahead);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(ahead).toMatchObject({ status: 'active', pause: { startsAt: 1782864000000 } });
      expect(back.pause).toBeNull();
      expect((await shop.documents()).slice(1)).toEqual(['Base 07-01/08-01 30.00, = 30.00']);
    });

    test('is listed with its end, and either can be taken back', async () => {
      const shop = await open();
      const { subscriptions, context } = shop;
      const made = await shop.subscribe('basic');

      const ahead = await pause(shop, made, { effective: 'period_end', resumesOn: '2026-08-01' });
      const { data } = await subscriptions.changes.execute(context, { subscriptionId: made.id });
      const resumption = data.find(({ kind }) => kind === 'resume');
      if (resumption === undefined) throw new Error('There is none.');
      const openEnded = await subscriptions.takeBackChange.execute(context, {
        subscriptionId: made.id,
        changeId: resumption.id,
        version: ahead.version,
      });

      expect(data.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
        'resume scheduled',
        'pause scheduled',
      ]);
      expect(openEnded.pause).toMatchObject({ resumesAt: null });
    });

    test('lets what is agreed to be changed, which counts once it goes on', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-10T10:00:00Z');
      const paused = await pause(shop, made, { effective: 'now' });
      shop.setTime('2026-06-15T10:00:00Z');

      await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });
      const meanwhile = await shop.documents();
      shop.setTime('2026-06-21T10:00:00Z');
      await resume(shop, await seen(shop, paused));

      expect(meanwhile).toHaveLength(2);
      expect((await shop.documents()).slice(2)).toEqual(['Base 06-21/07-01 20.00, = 0.00']);
    });

    test('of a subscription that is canceled within it brings nothing more', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-10T10:00:00Z');
      const { id, version } = await pause(shop, made, {
        effective: 'now',
        resumesOn: '2026-06-21',
      });
      shop.setTime('2026-06-15T10:00:00Z');

      const { subscriptions, context } = shop;
      const input = { subscriptionId: id, version, effective: 'now' as const };
      const ended = await subscriptions.cancel.execute(context, input);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(ended.status).toBe('ended');
      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-11/07-01 -20.00, balance 20.00, = 0.00',
      ]);
    });

    test('is shown before it is made, and what was shown is done', async () => {
      const shop = await open();
      const { subscriptions, context } = shop;
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-10T10:00:00Z');
      const asked = { effective: 'now' as const, resumesOn: '2026-06-21' };

      const shown = await subscriptions.previewPause.execute(context, {
        subscriptionId: made.id,
        ...asked,
      });
      const paused = await subscriptions.pause.execute(context, {
        subscriptionId: made.id,
        version: made.version,
        quote: shown.quote,
        ...asked,
      });

      expect([paused.status, shown.next?.at]).toEqual([
        'paused',
        Date.parse('2026-07-01T00:00:00Z'),
      ]);
    });

    test('is refused where there is one, and so is its end where there is none', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      await expect(resume(shop, made)).rejects.toMatchObject({ code: 'subscription_not_paused' });
      await expect(
        pause(shop, made, { effective: { on: '2026-06-11' }, resumesOn: '2026-06-11' }),
      ).rejects.toMatchObject({
        faults: [{ code: 'resumes_before_pause', pointer: '/resumesOn' }],
      });

      const paused = await pause(shop, made, { effective: 'now' });

      await expect(pause(shop, paused, { effective: 'now' })).rejects.toMatchObject({
        code: 'subscription_paused',
      });
    });

    test('is what the list of paused subscriptions goes by, at each instant', async () => {
      const shop = await open();
      const { subscriptions, context } = shop;
      const made = await shop.subscribe('basic');
      await pause(shop, made, { effective: { on: '2026-06-11' }, resumesOn: '2026-06-21' });
      const listed = async (at: string) => {
        shop.setTime(at);
        const paused = await subscriptions.list.execute(context, { status: 'paused' });
        const active = await subscriptions.list.execute(context, { status: 'active' });
        return [paused.data.length, active.data.length];
      };

      expect(await listed('2026-06-10T23:59:59Z')).toEqual([0, 1]);
      expect(await listed('2026-06-11T00:00:00Z')).toEqual([1, 0]);
      expect(await listed('2026-06-21T00:00:00Z')).toEqual([0, 1]);
    });
  });

  describe('moved periods', () => {
    test('begin with a part up to the next boundary', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');

      const change = await shop.change(made, { anchorOn: '2026-06-21', effective: 'now' });
      shop.setTime('2026-06-21T00:00:00Z');
      await shop.run();

      expect(change).toMatchObject({ anchorOn: '2026-06-21', status: 'in_force' });
      // 5 of the 31 days from 21 May, against 15 of 30 that are not used.
      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/06-21 4.84, Base 06-16/07-01 -15.00, Base 06-21/07-21 30.00, = 19.84',
      ]);
      expect((await seen(shop, made)).currentPeriod).toMatchObject({
        start: '2026-06-21',
        end: '2026-07-21',
      });
    });

    test('begin where another day is, when the zone is another', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');

      await shop.change(made, { timeZone: 'America/New_York', effective: 'period_end' });
      shop.setTime('2026-07-01T04:00:00Z');
      await shop.run();

      const [, document] = await shop.documents();
      expect(document).toBe('Base 07-01/08-01 30.00, = 30.00');
      const { timeZone, currentPeriod } = await seen(shop, made);
      expect([timeZone, currentPeriod?.endsAt]).toEqual([
        'America/New_York',
        Date.parse('2026-08-01T04:00:00Z'),
      ]);
    });
  });
});
