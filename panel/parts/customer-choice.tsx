import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRead } from '../api/queries.ts';
import { useTexts } from '../texts/catalogue.ts';
import type { Customer } from '../wire/types.ts';
import type { FieldProps } from './fields.tsx';
import { SelectField } from './fields.tsx';

const customersMax = 100;

interface CustomerChoiceProps extends Pick<FieldProps, 'form'> {
  readonly onChoose?: (customer: Customer) => void;
}

/** One of the customers. A search leads to those who are further back than the list reaches. */
export const CustomerChoice = ({ form, onChoose }: CustomerChoiceProps) => {
  const texts = useTexts();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 300);
  const query = { limit: String(customersMax), ...(search === '' ? {} : { search }) };
  const found = useRead('listCustomers', { query });
  const chosenId = String(form.values['customerId'] ?? '');
  const chosen = useRead(
    'getCustomer',
    { params: { customerId: chosenId } },
    { enabled: chosenId !== '' },
  );
  const named = (found.data?.data ?? []).map(({ id, name, email }) => ({
    value: id,
    label: email === null ? name : `${name} · ${email}`,
  }));
  const isListed = named.some(({ value }) => value === chosenId);
  const own = chosenId === '' ? [] : [{ value: chosenId, label: chosen.data?.name ?? chosenId }];
  const isSearchable = typed !== '' || found.data?.page.hasMore === true;
  const set = (name: string, value: string | boolean): void => {
    form.set(name, value);
    const customer = found.data?.data.find(({ id }) => id === value);
    if (customer !== undefined) onChoose?.(customer);
  };
  return (
    <>
      {isSearchable && (
        <TextInput
          type="search"
          label={texts.agreements.findCustomer}
          description={texts.agreements.findCustomerHint}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      )}
      <SelectField
        form={{ ...form, set }}
        name="customerId"
        label={texts.common.customer}
        options={isListed ? named : [...own, ...named]}
        unchosen={texts.agreements.chooseCustomer}
        isRequired
      />
    </>
  );
};
