import type { LevelPreviewInput } from '#domain/charging/level-preview.ts';
import { previewLevels } from '#domain/charging/level-preview.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { tier } from '../catalog/pricing/builders.ts';

// Previews of what seats come to: EUR 10.00 each, held for a time or charged by their peak.

export type Price = LevelPreviewInput['price'];

export const june = { start: '2026-06-01', end: '2026-07-01' };
export const seats = { kind: 'usage', model: 'per_unit', unitAmount: '10' } as const;
export const held = { ...seats, isProrated: true };
export const inAdvance = { ...seats, billed: 'in_advance' } as const;
export const tiered: Price = {
  kind: 'usage',
  isProrated: true,
  model: 'graduated',
  tiers: [tier('3', '10'), tier(null, '6', 500)],
};

/** An instant or a day. */
export const fromOf = (text: string): Instant | CalendarDate =>
  text.includes('T') ? parseInstant(text) : parseCalendarDate(text);

/** Levels by the moments from which they are so. */
export const levelsOf = (...levels: readonly (readonly [from: string, quantity: string])[]) =>
  levels.map(([from, quantity]) => ({ from: fromOf(from), quantity }));

/** The preview of levels in June 2026. */
export const preview = (
  price: Price,
  levels: LevelPreviewInput['levels'],
  given: Partial<LevelPreviewInput> = {},
) => previewLevels({ currency: 'EUR', price, levels, period: june, ...given });

export const exactOf = (...given: Parameters<typeof preview>): string => preview(...given).exact;
