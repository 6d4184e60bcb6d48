import { z } from 'zod';
import { effectiveWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { quoteInput } from '#interfaces/http/wire/quote-wire.ts';
import { dateWire } from '#interfaces/http/wire/wire.ts';

// How pauses look on the wire.

export const newPauseWire = z
  .strictObject({
    effective: effectiveWire,
    resumesOn: dateWire.optional().meta({
      description: 'The local day on which it goes on by itself; once you resume it where absent.',
    }),
    credit: z
      .enum(['prorated', 'none'])
      .optional()
      .meta({
        description:
          'Of charges in advance that reach into the pause: `prorated` credits the part that is ' +
          'not used; with `none` the period stays paid, also once it goes on. `prorated` where ' +
          'absent.',
      }),
    ...quoteInput,
  })
  .meta({ id: 'NewPause' });

export const resumptionWire = z
  .strictObject({ effective: effectiveWire, ...quoteInput })
  .meta({ id: 'Resumption' });
