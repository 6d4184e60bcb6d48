import { quoteLengthMax } from '#application/shared/quote.ts';
import { textWire } from '#interfaces/http/wire/wire.ts';

/** A preview that the caller saw, where they make the call. */
export const quoteInput = {
  quote: textWire(quoteLengthMax)
    .optional()
    .meta({
      description:
        'Of a preview of this call: it does what that showed, or nothing ' +
        '(409 `preview_outdated`). ' +
        'What takes effect now does so when the preview was made, for 15 minutes.',
    }),
};
