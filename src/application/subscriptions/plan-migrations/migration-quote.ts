import type { Run } from '#application/shared/ports.ts';
import type { Quoted } from '#application/shared/quote.ts';
import { fixesNow, quoteOf, readQuote } from '#application/shared/quote.ts';
import type {
  Chosen,
  PlanMigrationInput,
} from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
import type { Instant } from '#domain/shared/time.ts';

type Hash = (text: string) => string;

/** The quote of what a migration would move: outdated once anybody changes one of them. */
export const migrationQuote = (
  chosen: Chosen,
  input: PlanMigrationInput,
  { now, realNow }: Pick<Run, 'now' | 'realNow'>,
  hash: Hash,
): string =>
  quoteOf({
    effectiveNow: now,
    madeAt: realNow,
    fingerprint: fingerprintOf(chosen, input, hash),
  });

/**
 * The instant that `now` means for a call that hands a quote back: null where it hands none, and
 * nothing where something moved since, or the quote is too old.
 * @throws {InvalidValue} `invalid_quote`
 */
export const quotedInstant = (
  chosen: Chosen,
  { quote: text, ...input }: PlanMigrationInput & Quoted,
  run: Pick<Run, 'now' | 'realNow' | 'mode'>,
  hash: Hash,
): Instant | null | undefined => {
  if (text === undefined) return null;
  const quote = readQuote(text);
  const isSame = fixesNow(quote, run) && quote.fingerprint === fingerprintOf(chosen, input, hash);
  return isSame ? quote.effectiveNow : undefined;
};

// Each change raises the version of its subscription. Runs do not: they only do what was agreed.
const fingerprintOf = (
  { version, fromVersions, effective, subscriptions }: Chosen,
  { subscriptionIds }: PlanMigrationInput,
  hash: Hash,
): string =>
  hash(
    JSON.stringify([
      version.id,
      fromVersions,
      effective,
      subscriptionIds !== undefined,
      subscriptions.map(({ id, version: seen }) => [id, seen]),
    ]),
  );
