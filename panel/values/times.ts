// Instants are RFC 3339 texts and dates `YYYY-MM-DD`, as they come over the wire. A date of a
// document is printed as it is: it belongs to no time zone and is never shifted.

/** `23 Nov 2026` of `2026-11-23`. */
export const dateText = (date: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** Days from `start` on and before `end`. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** `1 Nov 2026 – 30 Nov 2026`: people read a period with its last day, as invoices print it. */
export const periodText = ({ start, end }: Period, language: string): string => {
  const last = end > start ? dateAfter(end, -1, 'day') : start;
  const first = dateText(start, language);
  return last === start ? first : `${first} – ${dateText(last, language)}`;
};

/** `23 Nov 2026, 09:00` as the clocks of `timeZone` show it. */
export const instantText = (instant: string, timeZone: string, language: string): string =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(instant));

/** `CET`, or `GMT+13` where the zone has no other name. */
export const zoneName = (instant: string, timeZone: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'short' })
    .formatToParts(new Date(instant))
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

/** The local date of an instant: `2026-11-24` in Kiritimati while it is the 23rd in Vienna. */
export const localDateOf = (instant: string, timeZone: string): string => {
  const parts = localParts(Date.parse(instant), timeZone);
  return new Date(parts).toISOString().slice(0, 10);
};

/** The local time of an instant: `09:00`. */
export const localTimeOf = (instant: string, timeZone: string): string =>
  new Date(localParts(Date.parse(instant), timeZone)).toISOString().slice(11, 16);

/**
 * The instant at which the clocks of `timeZone` show a date and a time. Where they skip it, the
 * first instant after; where they show it twice, the earlier one.
 */
export const instantOfLocal = (date: string, time: string, timeZone: string): string => {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  // The offset is that of one of the days around; the candidate that reads back is the one.
  const candidates = [-dayMilliseconds, 0, dayMilliseconds]
    .map((shift) => wanted - offsetAt(wanted + shift, timeZone))
    .toSorted((a, b) => a - b);
  const exact = candidates.find((candidate) => localParts(candidate, timeZone) === wanted);
  return new Date(exact ?? candidates.at(-1) ?? wanted).toISOString();
};

/** A date some days or months later; the last day of a month where it is too short. */
export const dateAfter = (date: string, count: number, unit: 'day' | 'month'): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  if (unit === 'day') return isoDate(Date.UTC(year, month - 1, day + count));
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return isoDate(Date.UTC(year, month - 1 + count, Math.min(day, last)));
};

const dayMilliseconds = 86_400_000;

const isoDate = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

const offsetAt = (milliseconds: number, timeZone: string): number =>
  localParts(milliseconds, timeZone) - Math.floor(milliseconds / 1000) * 1000;

/** The local clock at an instant, as if it were UTC, in milliseconds without fraction. */
const localParts = (milliseconds: number, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(milliseconds));
  const part = (name: string): number => Number(parts.find(({ type }) => type === name)?.value);
  return Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
};

/** The zone by whose midnights lines are charged; undefined where none has one. */
export const zoneOfLines = (
  lines: readonly { readonly timeZone: string | null }[],
): string | undefined => lines.find(({ timeZone }) => timeZone !== null)?.timeZone ?? undefined;
