import { parsePurchaseOrder } from '#domain/invoicing/invoice-texts.ts';
import { checkAll, givenReaders, orNull, readersOf } from '#domain/shared/check.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';
import { parseName, parseText, textLimits } from '#domain/shared/text.ts';

/** The part of a subscription that people write beside what is agreed to. */
export interface SubscriptionTexts {
  /** Its id in another system; of one subscription of the tenant at most. */
  readonly externalId: string | null;
  readonly name: string | null;
  /** The customer's own number of what they ordered, which stands on invoices made from now on. */
  readonly purchaseOrder: string | null;
  readonly metadata: Metadata;
}

/** The texts as people describe them, before anything was checked. */
export interface SubscriptionTextsInput {
  readonly externalId?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly purchaseOrder?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The changes: absent stays, null clears. `metadata` is replaced whole. */
export type SubscriptionTextsChanges = SubscriptionTextsInput;

/** @throws {InvalidValue} as `parseText`. */
export const parseSubscriptionExternalId = (text: string): string =>
  parseText(text, textLimits.externalId);

const parsers = {
  externalId: orNull(parseSubscriptionExternalId),
  name: orNull(parseName),
  purchaseOrder: orNull(parsePurchaseOrder),
  metadata: (entries: Metadata | undefined) => parseMetadata(entries ?? {}),
};

/** The readers of the texts of a new subscription, for `checkAll`. */
export const subscriptionTextReaders = (input: SubscriptionTextsInput) => readersOf(parsers, input);

/** @throws {InvalidValue} with every fault at once. */
export const changedSubscriptionTexts = (
  changes: SubscriptionTextsChanges,
): Partial<SubscriptionTexts> => checkAll(givenReaders(parsers, changes));
