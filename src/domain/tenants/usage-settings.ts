import { checkAll, givenReaders } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { SettingChanges } from '#domain/shared/settings.ts';
import { orStandard, wholeBetween } from '#domain/shared/settings.ts';
import { objectOf, plain } from '#domain/shared/snapshot.ts';

/** Which events of usage a tenant takes, and how long it keeps them. */
export interface UsageSettings {
  /** How many days before now an event may have happened. */
  readonly maxAgeDays: number;
  /** How many minutes after now it may say that it happened: clocks differ. */
  readonly maxFutureMinutes: number;
  /** For how many days, from its receipt, an event is kept and known again. */
  readonly retentionDays: number;
}

/** Changes of it: absent stays, null restores the default. */
export type UsageChanges = SettingChanges<UsageSettings>;

export const standardUsage: UsageSettings = {
  maxAgeDays: 35,
  maxFutureMinutes: 60,
  retentionDays: 400,
};

/** The least and the most of each. Whoever bills looks for late events as long as they may come. */
export const usageLimits = {
  maxAgeDays: { min: 1, max: 35 },
  maxFutureMinutes: { min: 0, max: 1440 },
  retentionDays: { min: 31, max: 3650 },
} as const;

/**
 * Reads changes on top of what holds. An event is kept for longer than it may be sent for: one that
 * is sent again, once its key is gone, is too old to be taken a second time.
 * @throws {InvalidValue} `out_of_range`, each with its pointer; `retention_too_short`
 */
export const changeUsage = (
  current: UsageSettings,
  changes: UsageChanges | null,
): UsageSettings => {
  if (changes === null) return standardUsage;
  const changed = { ...current, ...checkAll(givenReaders(parsers, changes)) };
  if (changed.retentionDays >= leastRetentionOf(changed)) return changed;
  throw InvalidValue.because(
    'retention_too_short',
    `Where events may be ${changed.maxAgeDays} days old, and ${changed.maxFutureMinutes} minutes ` +
      `ahead, they are kept for ${leastRetentionOf(changed)} days at least: state a longer ` +
      'retentionDays, or a shorter maxAgeDays.',
    '/retentionDays',
  );
};

const minutesOfDay = 1440;

const leastRetentionOf = ({ maxAgeDays, maxFutureMinutes }: UsageSettings): number =>
  maxAgeDays + Math.ceil(maxFutureMinutes / minutesOfDay) + 1;

const parsers = {
  maxAgeDays: orStandard(standardUsage.maxAgeDays, wholeBetween(usageLimits.maxAgeDays)),
  maxFutureMinutes: orStandard(
    standardUsage.maxFutureMinutes,
    wholeBetween(usageLimits.maxFutureMinutes),
  ),
  retentionDays: orStandard(standardUsage.retentionDays, wholeBetween(usageLimits.retentionDays)),
};

/** How events show it. */
export const usageEncoder = objectOf<UsageSettings>({
  maxAgeDays: plain,
  maxFutureMinutes: plain,
  retentionDays: plain,
});
