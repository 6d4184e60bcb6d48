import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { ChangeHistory } from './change-history.ts';
import type { Lived } from './lived.ts';

// Ten seats at EUR 3.00 a month each, by the days of UTC, in advance where nothing else is said.

const utc = parseTimeZone('UTC');
const month = { unit: 'month', count: 1 } as const;

/** The first instant of a day of 2026: `06-16`. */
export const day = (text: string) => parseInstant(`2026-${text}T00:00:00Z`);

interface Given extends Partial<Omit<Lived, 'policy'>> {
  readonly policy?: Partial<BillingPolicy>;
}

const plans: Lived['plans'] = {
  team: { prices: { seat: '3' }, interval: month },
  cheap: { prices: { seat: '2' }, interval: month },
  twin: { prices: { chair: '3' }, interval: month },
  supported: { prices: { seat: '3', support: '15' }, interval: month },
  equipped: {
    prices: {
      seat: '3',
      setup: { kind: 'one_time', unitAmount: '99', billed: 'in_advance', isProrated: undefined },
    },
    interval: month,
  },
  yearly: { prices: { seat: '30' }, interval: { unit: 'year', count: 1 } },
};

/** Ten seats of a plan from the first of a month of 2026 on. */
export const tenSeats = (
  plan: keyof typeof plans = 'team',
  { policy = {}, ...given }: Given = {},
  startsOn = '2026-06-01',
): ChangeHistory =>
  new ChangeHistory(
    {
      start: markOn(parseCalendarDate(startsOn), utc),
      zone: utc,
      policy: { ...standardPolicy, ...policy },
      billed: 'in_advance',
      plans,
      ...given,
    },
    plan,
    { seat: '10' },
  );

/** The lines from the one at a place on: the code of the price, the days and the amount. */
export const linesOf = ({ lines }: ChangeHistory, from = 0): readonly string[] =>
  lines
    .slice(from)
    .map(
      ({ description, servicePeriod: { start, end }, amount }) =>
        `${description} ${start.slice(5)}/${end.slice(5)} ${amount.toDecimal()}`,
    );
