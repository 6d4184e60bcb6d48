import type { PriceUseCases } from '#application/charging/use-cases.ts';
import {
  pricePreviewInput,
  pricePreviewWire,
} from '#interfaces/http/charging/price-preview-wire.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });

/** Prices by themselves over HTTP. */
export const priceHttp: HttpModule<{ readonly prices: PriceUseCases }> = {
  endpoints: ({ prices: { preview } }) => [
    endpoint({
      method: 'post',
      path: '/v1/prices/preview',
      operationId: 'previewPrice',
      summary: 'Compute what a price comes to',
      tag: 'Prices',
      permission: preview.permission,
      body: pricePreviewInput,
      view: pricePreviewWire,
      handle: async ({ context, body }) => {
        const { exact, amount, steps } = await preview.execute(context, body);
        return { exact, amount, steps: [...steps] };
      },
    }),
  ],
  operations: {
    previewPrice: {
      description:
        'Computes a price of any model for a quantity, for single events or for several meters, ' +
        'with its minimum and maximum, and says how. A price of usage that is prorated by time, ' +
        'or billed in advance, is also computed of `levels` in a period, with the steps of its ' +
        'invoice line. It needs no plan, and stores nothing. `Idempotency-Key` is ignored.',
      body: {
        currency: 'EUR',
        price: {
          name: 'Seats',
          model: 'graduated',
          tiers: [
            { upTo: '100', unitAmount: '0.10' },
            { upTo: null, unitAmount: '0.08', flatAmount: euro(500) },
          ],
        },
        quantity: '250',
      },
    },
  },
  events: {},
};
