import { Fieldset, SimpleGrid } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { Address } from '../../wire/types.ts';
import { CountryField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';

const parts = ['line1', 'line2', 'postalCode', 'city', 'state', 'country'] as const;
type Part = (typeof parts)[number];

type AddressValues<Name extends string> = Readonly<Record<`${Name}.${Part}`, string>>;

/** The parts of an address, by the names of their fields: `address.city`. */
export const addressValues = <Name extends string>(
  address: Address | null,
  name: Name,
): AddressValues<Name> =>
  Object.fromEntries(
    parts.map((part) => [`${name}.${part}`, address?.[part] ?? '']),
  ) as AddressValues<Name>;

/** The address that was typed; null where nothing was. */
export const addressBody = <Name extends string>(values: AddressValues<Name>, name: Name) => {
  const given = parts.map((part) => [part, values[`${name}.${part}`].trim()] as const);
  if (given.every(([, text]) => text === '')) return null;
  return Object.fromEntries(given.map(([part, text]) => [part, valueOf(part, text)]));
};

// A country is needed where there is any address: left empty, the server says so at its field.
const valueOf = (part: Part, text: string): string | null =>
  part === 'country' ? text : text || null;

export const AddressFields = ({ form, name }: Pick<FieldProps, 'form' | 'name'>) => {
  const texts = useTexts();
  const labels = {
    line1: texts.customers.line1,
    line2: texts.customers.line2,
    postalCode: texts.customers.postalCode,
    city: texts.customers.city,
    state: texts.customers.state,
    country: texts.customers.country,
  };
  return (
    <Fieldset legend={texts.customers.address}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {parts.map((part) => {
          const field = { form, name: `${name}.${part}`, label: labels[part] };
          return part === 'country' ? (
            <CountryField key={part} {...field} />
          ) : (
            <TextField key={part} {...field} />
          );
        })}
      </SimpleGrid>
    </Fieldset>
  );
};
