import { z } from 'zod';
import { modelShape, shownModelShape } from '#interfaces/http/catalog/price-wire.ts';

// Amounts that an item has instead of its price's: which fields there are depends on the model of
// the price, so the domain is asked about them.

export const overrideInputWire = z.strictObject(modelShape).meta({
  id: 'OverrideInput',
  description:
    'Amounts of its own instead of the price’s: all fields of the price’s model, and no other. ' +
    'Model, interval, meter, minimum and maximum stay the price’s.',
  examples: [{ unitAmount: '8' }],
});

export const overrideWire = z
  .strictObject(shownModelShape)
  .meta({ id: 'Override', description: 'The amounts that it has instead of its price’s.' });
