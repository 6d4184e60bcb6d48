import type { Usage } from '../wire/types.ts';
import { listIn } from './listed.ts';
import { dateText, instantText, localDateOf } from './times.ts';

/** A question about usage, as the address of the page holds it. */
export type AskedUsage = Readonly<
  Partial<
    Record<
      'customerId' | 'meterId' | 'subscriptionId' | 'from' | 'through' | 'window' | 'groupBy',
      string
    >
  >
>;

/** The days that are asked about, the last one with them. */
export interface Days {
  readonly from: string;
  readonly through: string;
}

/** The days of a question: this month until today where none are named. */
export const daysOf = ({ from, through }: AskedUsage, today: string): Days => {
  const last = through ?? (from !== undefined && from > today ? from : today);
  return { from: from ?? `${last.slice(0, 8)}01`, through: last };
};

/** The properties that groups are made of, each once. */
export const groupsOf = ({ groupBy = '' }: AskedUsage): readonly string[] => [
  ...new Set(listIn(groupBy)),
];

/** A quantity for drawing: `10/3` is a fraction where no decimal ends. */
export const drawnQuantity = (quantity: string): number => {
  const [numerator = '0', denominator = '1'] = quantity.split('/');
  return Number(numerator) / Number(denominator);
};

/** A bar on an axis that is 100 long: where it begins, and how long it is. */
export interface Bar {
  readonly x: number;
  readonly width: number;
}

/** The bars of quantities, all on one axis, on which zero is. Those below zero end there. */
export const barsOf = (quantities: readonly string[]): readonly Bar[] => {
  const drawn = quantities.map(drawnQuantity);
  // Not by spread: there may be more of them than a call takes arguments.
  const least = drawn.reduce((low, each) => Math.min(low, each), 0);
  const span = drawn.reduce((high, each) => Math.max(high, each), 0) - least || 1;
  return drawn.map((each) => ({
    x: ((Math.min(each, 0) - least) / span) * 100,
    width: (Math.abs(each) / span) * 100,
  }));
};

/** The used part of a limit: the whole axis from the limit on. */
export const shareBar = (used: string, limit: string): Bar => {
  const [part, whole] = [drawnQuantity(used), drawnQuantity(limit)];
  const width = part >= whole ? 100 : Math.max(0, (part / whole) * 100);
  return { x: 0, width };
};

type Counted = Pick<Usage['data'][number], 'start' | 'end'>;

/** The time of a window by the clocks that cut it: an hour, a day, or the days from … to. */
export const windowText = (
  { start, end }: Counted,
  window: string | undefined,
  timeZone: string,
  language: string,
): string => {
  if (window === 'hour') return instantText(start, timeZone, language);
  const first = localDateOf(start, timeZone);
  const last = localDateOf(new Date(Date.parse(end) - 1).toISOString(), timeZone);
  const begin = dateText(first, language);
  return first === last ? begin : `${begin} – ${dateText(last, language)}`;
};
