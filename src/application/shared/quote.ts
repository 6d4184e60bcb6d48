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

const minutes15 = 15 * 60_000;

/** A text without secrets: all that it says is checked again. */
export const quoteOf = ({
  effectiveNow,
  madeAt,
  fingerprint,
}: {
  readonly effectiveNow: Instant;
  readonly madeAt: Instant;
  readonly fingerprint: string;
}): string => `${effectiveNow}.${madeAt + minutes15}.${fingerprint}`;

export const quoteLengthMax = 200;

/** @throws {InvalidValue} `invalid_quote` */
export const readQuote = (text: string): Quote => {
  const [, effectiveNow, expiresAt, fingerprint] = quotePattern.exec(text) ?? [];
  if (fingerprint !== undefined) {
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

const quotePattern = /^(-?\d{1,15})\.(\d{1,15})\.([0-9a-f]{64})$/;
