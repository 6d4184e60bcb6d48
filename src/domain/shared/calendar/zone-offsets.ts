import { epochDayOfParts } from '#domain/shared/calendar/days.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';

// The only user of Intl in the domain. Asking it takes microseconds, so each section of time is
// read once for each zone. What is kept are facts of the IANA database: nobody can tell from an
// answer whether it was kept.

/** A time in which the clocks of a zone are not changed. */
export interface Stretch {
  /** Milliseconds that local clocks are ahead of UTC, negative behind; always whole seconds. */
  readonly offset: number;
  /**
   * The first instant after it. What follows may have the same offset, as stretches also end where
   * a section ends, but no stretch begins between the instant asked for and this one.
   */
  readonly until: Instant;
}

/**
 * The stretch in which the instant lies. Rules of daylight saving go on for ever, so it is right in
 * any year. A few steps and no allocation where the section is kept; a millisecond where it is not.
 */
export const stretchAt = (zone: TimeZone, at: Instant): Stretch => {
  for (const stretch of sectionOf(zone, Math.floor(at / sectionMilliseconds))) {
    if (at < stretch.until) return stretch;
  }
  throw new InvariantViolation('The stretches of a section reach to its end.');
};

/** About a year: a run meets two or three of them. */
const sectionMilliseconds = 366 * dayMilliseconds;
/** Of one zone: a century of monthly bills keeps what it needs. More are read again. */
const sectionsMax = 128;
/** 1800-01-01. Local mean time is all that the database knows of the years before. */
const firstReading = -5_364_662_400_000;

type Section = readonly Stretch[];

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly sections: Map<number, Section>;
}

/** As many as there are names of zones: a `TimeZone` was parsed, so it is one of a few hundred. */
const zones = new Map<TimeZone, Zone>();

const sectionOf = (name: TimeZone, index: number): Section => {
  const zone = zones.get(name) ?? openZone(name);
  return zone.sections.get(index) ?? readSection(zone, index);
};

const openZone = (name: TimeZone): Zone => {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone = { format, sections: new Map<number, Section>() };
  zones.set(name, zone);
  return zone;
};

/** Looks at every day, as no zone has ever changed its offset twice within one (the least is 4). */
const readSection = ({ format, sections }: Zone, index: number): Section => {
  const end = (index + 1) * sectionMilliseconds;
  const stretches: Stretch[] = [];
  let offset = offsetAt(format, index * sectionMilliseconds);
  for (let day = index * sectionMilliseconds; day < end; day += dayMilliseconds) {
    const next = offsetAt(format, day + dayMilliseconds);
    if (next !== offset) stretches.push({ offset, until: changeAfter(format, day, offset) });
    offset = next;
  }
  stretches.push({ offset, until: end as Instant });
  if (sections.size >= sectionsMax) sections.clear();
  sections.set(index, stretches);
  return stretches;
};

/** The first second of another offset, which is within a day after `from`. */
const changeAfter = (format: Intl.DateTimeFormat, from: number, offset: number): Instant => {
  let before = from;
  let after = from + dayMilliseconds;
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (offsetAt(format, middle) === offset) before = middle;
    else after = middle;
  }
  return after as Instant;
};

/** The local time less UTC. `at` is a whole second. */
const offsetAt = (format: Intl.DateTimeFormat, at: number): number => {
  const read = Math.max(at, firstReading);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    format.format(read).match(/\d+/g) ?? []
  ).map(Number);
  const seconds = (hour * 60 + minute) * 60 + second;
  return epochDayOfParts(year, month, day) * dayMilliseconds + seconds * 1000 - read;
};
