import { z } from 'zod';
import type { Preview } from '#application/subscriptions/changes/preview-decision.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import {
  previewOnWire as invoiceOnWire,
  previewWire,
} from '#interfaces/http/invoicing/invoice-preview-wire.ts';
import { listWire } from '#interfaces/http/wire/wire.ts';

// How a call looks before it is made.

export const callPreviewWire = z
  .strictObject({
    quote: z.string().meta({ description: 'Hand it to the call, to have just this or nothing.' }),
    now: listWire(previewWire).meta({ description: 'What the call itself makes.' }),
    next: previewWire
      .nullable()
      .meta({ description: 'The next one with lines of the subscription; null for none.' }),
  })
  .meta({ id: 'CallPreview', description: 'What a call would do. Nothing was written.' });

export const callPreviewOnWire = ({ quote, now, next }: Preview) => ({
  quote,
  now: now.map(invoiceOnWire),
  next: next && invoiceOnWire(next),
});

/** Answers a call that takes a quote: where that is outdated, the new preview is told. */
export const tellingPreview = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof PreviewOutdated)) throw error;
    const preview = callPreviewOnWire(error.preview as Preview);
    throw new PreviewOutdated(z.encode(callPreviewWire, preview));
  }
};
