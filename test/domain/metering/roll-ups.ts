import fc from 'fast-check';
import type { GroupTally, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

export const begin = parseInstant('2026-06-01T00:00:00Z');
export const { facts } = buildMeter();

const customerIds = [buildId('cus'), buildId('cus')];
const subscriptionIds = [buildId('sub'), null];

const event = fc.record({
  source: fc.constant('api'),
  type: fc.constantFrom(facts.eventType, facts.eventType, 'other', 'nobody counts it'),
  at: fc.nat({ max: 72 * 60 }).map((minutes) => instantOf(begin + minutes * 60_000)),
  customerId: fc.constantFrom(...customerIds),
  subscriptionId: fc.constantFrom(...subscriptionIds),
  data: fc.record({
    size: fc.oneof(fc.constantFrom('0.5', '-7.25', '999999999999999.999999999999', 'x'), fc.nat()),
    region: fc.constantFrom('eu', 'us', null),
    zone: fc.constantFrom('1', '', null),
  }),
});

/** Events as they come, some at a time, each under an id of its own. */
export const pages: fc.Arbitrary<readonly (readonly UsageToRollUp[])[]> = fc
  .array(fc.array(event, { maxLength: 8 }), { maxLength: 5 })
  .map((drawn) =>
    drawn.map((some, page) => some.map((each, index) => ({ ...each, id: `e${page}/${index}` }))),
  );

/** As they are compared: in an order of their own, and with the shortest texts of their sums. */
export const sorted = (rolledUp: readonly RollUp[]) =>
  rolledUp
    .map((day) => ({
      ...day,
      groups: sortedGroups(day.groups),
      hours: day.hours
        .map((hour) => ({ ...hour, groups: sortedGroups(hour.groups) }))
        .toSorted((one, other) => one.startsAt - other.startsAt),
    }))
    .toSorted((one, other) => (dayOf(one) < dayOf(other) ? -1 : 1));

const sortedGroups = (groups: readonly GroupTally[] | null) =>
  groups
    ?.map(({ group, tally }) => ({ group, tally: shown(tally) }))
    .toSorted((one, other) => (JSON.stringify(one.group) < JSON.stringify(other.group) ? -1 : 1)) ??
  null;

const shown = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, each: unknown) => {
      if (each instanceof Fraction) return each.toText();
      return each instanceof Map
        ? [...each].toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))
        : each;
    }),
  );

type Day = Pick<RollUp, 'customerId' | 'subscriptionId' | 'startsAt'>;

/** A text that two roll-ups of one day and customer share. */
export const dayOf = ({ customerId, subscriptionId, startsAt }: Day): string =>
  `${customerId}/${subscriptionId}/${startsAt}`;
