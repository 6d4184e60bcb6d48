import type { Run } from '#application/shared/ports.ts';
import { afterBilled } from '#domain/shared/calendar/billing-dates.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A preview that the caller saw: the call does what it showed, or nothing. */
export interface Quoted {
  readonly quote?: string | undefined;
}

/** A preview, as the caller hands it back. */
export interface Quote {
  /** The business time that `now` means for 15 minutes. */
  readonly effectiveNow: Instant;
  /** In real time. */
  readonly expiresAt: Instant;
  /** Of all that it showed and depends on. */
  readonly fingerprint: string;
}

const minute = 60_000;
const minutes15 = 15 * minute;

/** A text without secrets, which anybody can write: all that it says is checked again. */
export const quoteOf = ({
  effectiveNow,
  madeAt,
  fingerprint,
}: {
  readonly effectiveNow: Instant;
  readonly madeAt: Instant;
  readonly fingerprint: string;
}): string => `${effectiveNow}.${madeAt + minutes15}.${fingerprint}`;

/**
 * Whether its 15 minutes are not over. It has no more of them, whatever it says: a minute is for
 * clocks of machines that differ.
 */
export const isUnexpired = (
  { expiresAt }: Pick<Quote, 'expiresAt'>,
  { realNow }: Pick<Run, 'realNow'>,
): boolean => realNow < expiresAt && expiresAt <= realNow + minutes15 + minute;

/**
 * Whether its instant may still be what `now` means. Where time is real it is one of the last 15
 * minutes: else a quote that somebody wrote would date a cancellation back.
 */
export const fixesNow = (quote: Quote, run: Pick<Run, 'now' | 'realNow' | 'mode'>): boolean =>
  isUnexpired(quote, run) &&
  quote.effectiveNow <= run.now &&
  (run.mode === 'test' || quote.effectiveNow >= run.realNow - minutes15 - minute);

export const quoteLengthMax = 200;

/** @throws {InvalidValue} `invalid_quote` */
export const readQuote = (text: string): Quote => {
  const [, effectiveNow, expiresAt, fingerprint] = quotePattern.exec(text) ?? [];
  if (fingerprint !== undefined && Number(effectiveNow) < afterBilled) {
    return {
      effectiveNow: Number(effectiveNow) as Instant,
      expiresAt: Number(expiresAt) as Instant,
      fingerprint,
    };
  }
  throw InvalidValue.because(
    'invalid_quote',
    'A quote is the text that a preview of the same call answered.',
    '/quote',
  );
};

const quotePattern = /^(\d{1,15})\.(\d{1,15})\.([0-9a-f]{64})$/;
