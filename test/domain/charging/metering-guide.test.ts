import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { previewPrice } from '#domain/catalog/pricing/preview.ts';
import { cents } from '../catalog/pricing/builders.ts';
import { held, inAdvance, levelsOf, preview } from './level-builders.ts';

// The tables of docs/metering.md that say what prices make of levels and of several meters.

const guide = readFileSync(new URL('../../../docs/metering.md', import.meta.url), 'utf8');

/** The cells of the table whose head begins so, row by row. */
const tableOf = (head: string): readonly (readonly string[])[] => {
  const [, after = ''] = guide.split(`\n| ${head}`);
  const [, , ...rows] = (after.split('\n\n')[0] ?? '').split('\n');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

const numbersIn = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

test('levels in time come to what the guide says, in arrears and in advance', () => {
  const rows = tableOf('event | level |');
  const events = rows.slice(0, -1).map(([event = '', level = '', days = '', paid = '']) => {
    const [day = 0, count = 0] = numbersIn(event);
    const by = event.endsWith('go') ? -count : count;
    return { day, by, level: Number(level), days: numbersIn(days), paid: numbersIn(paid) };
  });
  const levels = levelsOf(
    ...events.map(
      ({ day, level }) => [`2026-06-${String(day).padStart(2, '0')}`, `${level}`] as const,
    ),
  );
  const amounts = [held, { ...inAdvance, isProrated: true }].map((price) =>
    preview(price, levels).amount.toDecimal(),
  );
  const unitDays = events.reduce((sum, { level, days: [days = 0] }) => sum + level * days, 0);
  const paidDays = events.reduce((sum, { paid: [units = 0, days = 0] }) => sum + units * days, 0);

  let level = 0;
  expect(events.map(({ by }) => (level += by))).toEqual(events.map((each) => each.level));
  expect(events.map(({ day }, index) => (events[index + 1]?.day ?? 31) - day)).toEqual(
    events.map(({ days: [days] }) => days),
  );
  expect(rows.at(-1)?.slice(2)).toEqual(amounts);
  expect([unitDays, paidDays].map((days) => ((days * 10) / 30).toFixed(2))).toEqual(amounts);
});

test('several meters come to what the guide says', () => {
  const tiers = [
    { upTo: { hosts: '5', calls: '1000' }, flatAmount: cents(1000) },
    { upTo: { hosts: '20', calls: '10000' }, flatAmount: cents(2500) },
    { upTo: null, flatAmount: cents(8000) },
  ];
  const rows = tableOf('month | hosts |');

  const amounts = rows.map(([, hosts = '', calls = '']) =>
    previewPrice({
      currency: 'EUR',
      price: { model: 'capacity', tiers },
      quantities: { hosts, calls },
    }).amount.toDecimal(),
  );

  expect(rows).toHaveLength(3);
  expect(amounts).toEqual(rows.map((row) => row[3]));
});
