import { InvalidArgumentError, Option } from 'commander';
import { pageLimits } from '#application/shared/page.ts';
import type { IdPrefix } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { parseInstant } from '#domain/shared/time.ts';

// Faults of an option are reported before anything is opened, with the option's name.

/** The options of every list. */
export interface PageOptions {
  readonly limit: number;
  readonly cursor?: string;
}

export const limitOption = (max: number = pageLimits.max, preset: number = pageLimits.default) =>
  new Option('--limit <n>', `how many, up to ${max}`)
    .default(preset)
    .argParser((text) => parseLimit(text, max));

export const cursorOption = () => new Option('--cursor <cursor>', 'where the page before ended');

export const tenantOption = () =>
  new Option('--tenant <id>', 'which tenant: ten_…').argParser(idOf('ten'));

/** Reads an id of one kind. */
export const idOf =
  <Prefix extends IdPrefix>(prefix: Prefix) =>
  (text: string) => {
    try {
      return parseId(prefix, text);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
  };

/** Reads an instant of RFC 3339. */
export const readInstant = (text: string): Instant => {
  try {
    return parseInstant(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
};

/** Reads the ids of jobs, which are UUIDs. */
export const jobIds = (text: string, before: readonly string[] = []): readonly string[] => {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return [...before, text];
  throw new InvalidArgumentError('A job has a UUID: `billing jobs dead` lists them.');
};

const parseLimit = (text: string, max: number): number => {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= max) return limit;
  throw new InvalidArgumentError(`A page has 1 to ${max} entries.`);
};
