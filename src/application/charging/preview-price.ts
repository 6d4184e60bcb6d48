import type { RequestContext } from '#application/shared/context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { PricePreview } from '#domain/catalog/pricing/preview.ts';
import { previewPrice } from '#domain/catalog/pricing/preview.ts';
import type { LevelPreviewInput } from '#domain/charging/level-preview.ts';
import { isOfLevels, previewLevels } from '#domain/charging/level-preview.ts';

/** Shows what a price comes to, before any plan has it. It asks no storage, and stores nothing. */
export class PreviewPrice implements UseCase<LevelPreviewInput, PricePreview> {
  readonly permission = 'catalog:read' as const;
  readonly isRead = true;

  /** @throws {InvalidValue} with every fault at once; see `previewPrice` and `previewLevels`. */
  execute(_context: RequestContext, input: LevelPreviewInput): Promise<PricePreview> {
    return Promise.resolve().then(() =>
      isOfLevels(input) ? previewLevels(input) : previewPrice(input),
    );
  }
}
