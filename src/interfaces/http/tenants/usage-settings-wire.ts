import { z } from 'zod';
import { wholeBetween } from '#domain/shared/settings.ts';
import { usageLimits } from '#domain/tenants/usage-settings.ts';
import { validatedBy } from '#interfaces/http/wire/wire.ts';

// Which events of usage a tenant takes, as it is given and as it is shown.

const wholeWire = ({ min, max }: { readonly min: number; readonly max: number }) =>
  validatedBy(z.int(), wholeBetween({ min, max }), { minimum: min, maximum: max });

export const usageInputWire = z
  .strictObject({
    maxAgeDays: wholeWire(usageLimits.maxAgeDays).nullish(),
    maxFutureMinutes: wholeWire(usageLimits.maxFutureMinutes).nullish(),
    retentionDays: wholeWire(usageLimits.retentionDays).nullish(),
  })
  .meta({
    id: 'UsageSettingsInput',
    description:
      'What is absent stays; null is what holds at the beginning. `retentionDays` is longer than ' +
      '`maxAgeDays` and `maxFutureMinutes` together, in whole days, so that no event is ' +
      'taken twice.',
  });

export const usageWire = z
  .strictObject({
    maxAgeDays: z
      .int()
      .meta({ description: 'How many days before now an event may have happened.' }),
    maxFutureMinutes: z.int().meta({ description: 'How many minutes ahead of now it may be.' }),
    retentionDays: z.int().meta({
      description:
        'For how many days from its receipt an event is kept, at least. A change affects events ' +
        'that are received from now on.',
    }),
  })
  .meta({
    id: 'UsageSettings',
    description: 'Which events of usage are taken, and how long they stay.',
  });
