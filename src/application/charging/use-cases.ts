import type { ChargingRepositories } from '#application/charging/ports.ts';
import { PreviewPrice } from '#application/charging/preview-price.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';

/** The use cases of prices by themselves. */
export const priceUseCases = (_ports: Ports<ChargingRepositories, object>) => ({
  preview: guarded(new PreviewPrice()),
});

export type PriceUseCases = ReturnType<typeof priceUseCases>;
