import { types } from 'pg';

const timestamptz: number = types.builtins.TIMESTAMPTZ;
const parseAny = types.getTypeParser(timestamptz) as (text: string) => Date;

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/**
 * `2026-11-23 08:00:00.5+00`: an instant as PostgreSQL writes it in a session of UTC. Anything else
 * is left to the driver's own parser, which takes every style, and three times as long.
 */
export const parseTimestamp = (text: string): Date => {
  if (!text.endsWith('+00') || text[10] !== ' ' || text.length > 26) return parseAny(text);
  let milliseconds = 0;
  for (let at = 20, unit = 100; at < text.length - 3; at += 1, unit /= 10) {
    milliseconds += digit(text, at) * unit;
  }
  return new Date(
    Date.UTC(
      twoDigits(text, 0) * 100 + twoDigits(text, 2),
      twoDigits(text, 5) - 1,
      twoDigits(text, 8),
      twoDigits(text, 11),
      twoDigits(text, 14),
      twoDigits(text, 17),
      milliseconds,
    ),
  );
};

const isText = (format: string | undefined): boolean => format === undefined || format === 'text';

const date: number = types.builtins.DATE;
// A day has no time zone: the driver would make midnight of it, in the zone of the process.
const parseDate = (text: string): string => text;

/** How a connection reads values: https://node-postgres.com/features/types */
export const valueParsers = {
  getTypeParser: (oid: number, format?: 'text'): unknown => {
    if (oid === timestamptz && isText(format)) return parseTimestamp;
    return oid === date && isText(format) ? parseDate : types.getTypeParser(oid, format);
  },
};
