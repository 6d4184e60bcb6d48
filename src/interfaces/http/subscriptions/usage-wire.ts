import { z } from 'zod';
import { explainedStepWire } from '#interfaces/http/invoicing/invoice-wire.ts';
import { idWire, listWire, moneyWire } from '#interfaces/http/wire/wire.ts';

// How the usage of an open period looks.

const dates = z.strictObject({
  start: z.string().meta({ examples: ['2026-06-01'] }),
  end: z.string().meta({ examples: ['2026-07-01'], description: 'Exclusive.' }),
});

export const currentUsageWire = z
  .strictObject({
    data: listWire(
      z.strictObject({
        priceId: idWire('price'),
        meterId: z.string().nullable().meta({
          description: 'Null of a `capacity` price, which bounds several meters.',
        }),
        group: z
          .string()
          .nullable()
          .meta({
            description: 'Its group, as the line will name it; null where there is one line.',
            examples: ['region: "eu"'],
          }),
        servicePeriod: dates,
        quantity: z.string().meta({ examples: ['250'] }),
        quantities: z
          .record(z.string(), z.string())
          .nullable()
          .meta({
            description: 'Of a `capacity` price: by the codes of its meters; null of others.',
            examples: [{ seats: '12' }],
          }),
        amount: moneyWire.meta({ description: 'What the period comes to so far.' }),
        charged: moneyWire.meta({ description: 'The part that lines were made of already.' }),
        steps: listWire(explainedStepWire),
      }),
    ),
  })
  .meta({
    id: 'CurrentUsage',
    description:
      'Usage of the open period of each price of usage: what the invoice will say, should ' +
      'nothing more happen.',
  });
