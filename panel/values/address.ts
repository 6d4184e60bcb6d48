import type { Address } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { text } from './typed-fields.ts';

/** The parts of an address, in the order in which a form asks for them. */
export const addressParts = ['line1', 'line2', 'postalCode', 'city', 'state', 'country'] as const;
type Part = (typeof addressParts)[number];

type AddressValues<Name extends string> = Readonly<Record<`${Name}.${Part}`, string>>;

/** The parts of an address, by the names of their fields: `address.city`. */
export const addressValues = <Name extends string>(
  address: Address | null,
  name: Name,
): AddressValues<Name> =>
  Object.fromEntries(
    addressParts.map((part) => [`${name}.${part}`, address?.[part] ?? '']),
  ) as AddressValues<Name>;

/** The address that was typed; null where nothing was. */
export const addressBody = (values: FormValues, name: string) => {
  const given = addressParts.map((part) => [part, text(values, `${name}.${part}`).trim()] as const);
  if (given.every(([, typed]) => typed === '')) return null;
  return Object.fromEntries(given.map(([part, typed]) => [part, valueOf(part, typed)]));
};

// A country is needed where there is any address: left empty, the server says so at its field.
const valueOf = (part: Part, typed: string): string | null =>
  part === 'country' ? typed : typed || null;
