import type { OverrideInput } from '#domain/catalog/override.ts';
import { overrideFields } from '#domain/catalog/override.ts';
import { priceEncoder } from '#domain/catalog/price-encoder.ts';
import type { PriceId, SubscriptionItemId } from '#domain/shared/ids.ts';
import type { JsonObject } from '#domain/shared/snapshot.ts';
import { date, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';

/** One price of the plan, and how many of it, as people see it. */
export interface ShownItem {
  readonly id: SubscriptionItemId;
  readonly priceId: PriceId;
  /** A decimal. */
  readonly quantity: string;
  /** The amounts that it has instead of its price's; null where it has those. */
  readonly override: OverrideInput | null;
  /** The first local day without it; null where nobody gave it an end of its own. */
  readonly endsOn: CalendarDate | null;
}

export const shownItem = ({ override, end, ...item }: SubscriptionItem): ShownItem => ({
  ...item,
  override: override === undefined ? null : overrideFields(override),
  endsOn: end?.on ?? null,
});

/** An item as events show it. */
export const shownItemEncoder = objectOf<ShownItem>({
  id: plain,
  priceId: plain,
  quantity: plain,
  override: nullable<OverrideInput, JsonObject>(priceEncoder),
  endsOn: nullable(date),
});
