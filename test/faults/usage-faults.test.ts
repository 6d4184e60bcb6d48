import { expect, test } from 'vitest';
import { KillableApi } from './killable-api.ts';
import type { Used } from './sent-usage.ts';
import { customers, quantitiesOf, usedIn } from './sent-usage.ts';
import { UsageSenders } from './usage-senders.ts';
import { meterNames, UsageShop } from './usage-shop.ts';

// The API and PostgreSQL are killed by turns while usage is sent to the one and rolled up by it.
// Each batch that was not answered is sent again. `npm run test:faults` kills 60 times among
// 1,000,000 events, or among 100,000 where FAULTS says fewer; `npm test` kills twice among a few
// thousand.

const isLong = process.env['FAULTS'] !== undefined;
const kills = Number(process.env['FAULTS'] ?? 2);
const { events, batch } = isLong
  ? { events: kills < 60 ? 100_000 : 1_000_000, batch: 500 }
  : { events: 6000, batch: 50 };
const senders = 6;
const settleMilliseconds = isLong ? 30 * 60_000 : 60_000;

const api = KillableApi.open();
const { postgres, program } = api;

/** Kills by turns, each time that another share of the events was answered. */
const killWhileSent = async (sent: UsageSenders): Promise<void> => {
  for (let kill = 0; kill < kills; kill += 1) {
    await sent.untilAnswered((events * (kill + 1)) / (kills + 1));
    await api.kill(kill);
  }
};

const expectExact = async (shop: UsageShop, used: readonly Used[]): Promise<void> => {
  const inOrder = (parts: readonly object[]) =>
    parts.map((part) => JSON.stringify(part)).toSorted();
  for (const customer of customers) {
    const own = used.filter((each) => each.customer === customer);
    for (const meter of meterNames) {
      const expected = own.map((each) => {
        return { day: each.day, region: each.region, quantity: quantitiesOf([each])[meter] };
      });
      const counted = await shop.countedBy(customer, meter);
      expect([customer, meter, inOrder(counted)]).toEqual([customer, meter, inOrder(expected)]);
    }
    expect([customer, await shop.currentUsage(customer)]).toEqual([customer, quantitiesOf(own)]);
  }
};

test(
  'each event counts once, whoever is killed while it is sent',
  async () => {
    await api.serve();
    const shop = await UsageShop.open(api.url);
    const sent = new UsageSenders({ events, batch }, (body) => shop.send(body));

    await Promise.all([sent.run(senders), killWhileSent(sent)]);

    expect([...sent.stray]).toEqual([]);
    expect(sent.answered).toBe(events);
    expect(sent.unanswered).toBeGreaterThanOrEqual(kills);
    expect(sent.duplicates).toBeGreaterThan(0);
    expect(await postgres.count('select count(*) from usage_events')).toBe(events);
    expect(await postgres.count('select count(*) from usage_keys')).toBe(events);
    const used = usedIn(events);
    // Hundreds of thousands that are not rolled up yet take longer than a request may.
    if (!isLong) await expectExact(shop, used);
    // From here on it is counted by the roll-ups alone.
    const behind = `select count(*) from usage_heads h
      left join usage_rollup_heads r on r.tenant_id = h.tenant_id
      where r.position is null or r.position < h.position`;
    await postgres.untilCount(behind, (counted) => counted === 0, settleMilliseconds);
    expect(await postgres.count('select count(*) from usage_rollups')).toBeGreaterThan(0);
    await expectExact(shop, used);

    await shop.advance('2026-04-02');

    for (const customer of customers) {
      const own = used.filter((each) => each.customer === customer);
      expect([customer, await shop.charged(customer)]).toEqual([customer, quantitiesOf(own)]);
    }
    // It counts the events of each line, and no roll-ups.
    const verified = await program.command(['--json', 'invoices', 'verify']);
    expect(JSON.parse(verified.out)).toMatchObject([
      { tenantId: shop.tenantId, invoices: customers.length, faults: [], linesWithoutEvents: 0 },
    ]);
    const rolledUp = await program.command(['--json', 'usage', 'verify']);
    expect(JSON.parse(rolledUp.out)).toMatchObject([{ tenantId: shop.tenantId, faults: [] }]);
  },
  2 * settleMilliseconds + kills * 60_000,
);
