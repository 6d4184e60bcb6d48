import { z } from 'zod';
import { parseTaxRateIds, taxRatesMax } from '#domain/shared/tax-rate-ids.ts';
import { boundedText } from '#interfaces/http/request/bounded.ts';
import { validatedBy } from '#interfaces/http/wire/wire.ts';

const idLengthMax = 30;

/** The tax rates of something, as they are given. */
export const taxRateIdsInput = validatedBy<string[], string[]>(
  z.array(boundedText(idLengthMax)).max(taxRatesMax),
  (given) => [...parseTaxRateIds(given)],
  {
    items: { type: 'string', maxLength: idLengthMax },
    description:
      'The tax rates that apply, each once; an empty list says that nothing is taxed. It is ' +
      'replaced whole.',
    examples: [[]],
  },
);
