import { parseQuantity } from '#domain/subscriptions/agreement/quantity.ts';
import { validatedText } from '#interfaces/http/wire/wire.ts';

/** How many of a price are agreed to. */
export const quantityWire = validatedText(30, parseQuantity, { examples: ['25'] });
