import type { RequestContext } from '#application/shared/context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { PricePreview, PricePreviewInput } from '#domain/catalog/pricing/preview.ts';
import { previewPrice } from '#domain/catalog/pricing/preview.ts';

/** Shows what a price comes to, before any plan has it. It asks no storage, and stores nothing. */
export class PreviewPrice implements UseCase<PricePreviewInput, PricePreview> {
  readonly permission = 'catalog:read' as const;
  readonly isRead = true;

  /** @throws {InvalidValue} with every fault at once; see `previewPrice`. */
  execute(_context: RequestContext, input: PricePreviewInput): Promise<PricePreview> {
    return Promise.resolve().then(() => previewPrice(input));
  }
}
