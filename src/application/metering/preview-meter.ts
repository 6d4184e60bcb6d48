import type { RequestContext } from '#application/shared/context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { MeterPreview, MeterPreviewInput } from '#domain/metering/preview.ts';
import { previewMeter } from '#domain/metering/preview.ts';

/** Shows what a meter would count of sample events. It asks no storage, and stores nothing. */
export class PreviewMeter implements UseCase<MeterPreviewInput, MeterPreview> {
  readonly permission = 'catalog:read' as const;
  readonly isRead = true;

  /** @throws {InvalidValue} with every fault at once; see `previewMeter`. */
  execute(_context: RequestContext, input: MeterPreviewInput): Promise<MeterPreview> {
    return Promise.resolve().then(() => previewMeter(input));
  }
}
