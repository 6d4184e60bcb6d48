import { Fieldset, SimpleGrid } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import { addressParts } from '../../values/address.ts';
import { CountryField } from '../form/choice-fields.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';

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
    <Fieldset legend={texts.customers.address} name={name}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {addressParts.map((part) => {
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
