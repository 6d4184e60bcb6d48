import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Invoice } from '../shop.ts';
import { linesOf, openSeats } from './advance-seats.ts';

// A year of seats in advance, by a test clock: what each preview of the next invoice says is what
// is then invoiced, and each month comes to what its running peak says.

const app = appUnderTest('postgres');

/** Seats that come and go: by the day, in order. */
const moves: readonly (readonly [day: string, by: number])[] = [
  ['2026-06-01', 4],
  ['2026-06-16', 2],
  ['2026-07-10', -3],
  ['2026-07-20', 1],
  ['2026-08-31', 5],
  ['2026-09-15', -8],
  ['2026-11-05', 12],
  ['2026-11-06', -12],
  ['2026-11-30', 1],
  ['2027-01-02', 3],
  ['2027-01-30', -2],
  ['2027-02-28', 7],
  ['2027-04-15', -4],
];

const months = Array.from({ length: 12 }, (_, index) =>
  new Date(Date.UTC(2026, 5 + index, 1)).toISOString().slice(0, 10),
);

const daysOf = (month: string): readonly string[] => {
  const first = new Date(`${month}T00:00:00Z`);
  const count = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return Array.from({ length: count }, (_, day) => `${month.slice(0, 8)}${pad(day + 1)}`);
};

const pad = (day: number): string => String(day).padStart(2, '0');

/** EUR 10.00 for each seat and month, by the highest level so far on each day, rounded once. */
const owed = (month: string): number => {
  const days = daysOf(month);
  let peak = 0;
  let unitDays = 0;
  for (const day of days) {
    const level = moves.reduce((sum, [of, by]) => (of <= day ? sum + by : sum), 0);
    peak = Math.max(peak, level);
    unitDays += peak;
  }
  return Math.floor((2 * 1000 * unitDays + days.length) / (2 * days.length));
};

/** The part that a preview and an invoice have in common. */
const shown = (invoice: Invoice | undefined) => ({
  lines: linesOf(invoice).map(({ description, quantity, servicePeriod, amount }) => ({
    description,
    quantity,
    servicePeriod,
    amount,
  })),
  subtotal: invoice?.['subtotal'],
  total: invoice?.['total'],
  amountDue: invoice?.['amountDue'],
});

test('a year of seats is invoiced as each month said it would be', async () => {
  const { seats, advance, send, member, invoices, told } = await openSeats(app);

  for (const [index, month] of months.entries()) {
    for (const [day, by] of moves.filter(([of]) => of.startsWith(month.slice(0, 7)))) {
      await seats(by, `${day}T00:00:00Z`);
      const { body } = await send('get', `${member}/current-usage`);
      for (const { amount, charged } of body.data) expect(charged).toEqual(amount);
    }
    const upcoming = await send('get', `${member}/upcoming-invoice`);
    await advance(`${months[index + 1] ?? '2027-06-01'}T00:00:00Z`);
    expect([month, shown((await invoices()).at(-1))]).toEqual([month, shown(upcoming.body.next)]);
  }

  const charged = (await invoices()).flatMap(linesOf);
  const sumOf = (month: string): number =>
    charged
      .filter(({ servicePeriod }) => servicePeriod?.start.startsWith(month.slice(0, 7)) === true)
      .reduce((sum, { amount }) => sum + amount.amount, 0);
  expect(months.map((month) => [month, sumOf(month)])).toEqual(
    months.map((month) => [month, owed(month)]),
  );
  expect((await told()).length).toBeGreaterThan(months.length);
}, 120_000);
