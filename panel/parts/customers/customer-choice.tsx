import { useCan, useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Customer } from '../../wire/types.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SearchedChoice, useTypedSearch } from '../form/searched-choice.tsx';
import type { FilterSpec } from '../table/filters.tsx';

interface CustomerChoiceProps extends Pick<FieldProps, 'form'> {
  readonly onChoose?: (customer: Customer) => void;
  /** The words for all of them, where none has to be chosen. */
  readonly all?: string;
}

/** One of the customers. */
export const CustomerChoice = ({ form, onChoose, all }: CustomerChoiceProps) => {
  const { agreements, common } = useTexts();
  const search = useTypedSearch();
  const found = useRead('listCustomers', { query: search.query });
  const customerId = String(form.values['customerId'] ?? '');
  const chosen = useRead('getCustomer', { params: { customerId } }, { enabled: customerId !== '' });
  const customers = found.data?.data ?? [];
  const isEmpty = found.data !== undefined && customers.length === 0 && search.typed === '';
  const set = (name: string, value: string | boolean): void => {
    form.set(name, value);
    const customer = customers.find(({ id }) => id === value);
    if (customer !== undefined) onChoose?.(customer);
  };
  return (
    <SearchedChoice
      form={{ ...form, set }}
      name="customerId"
      label={common.customer}
      search={search}
      find={{ label: agreements.findCustomer, hint: agreements.findCustomerHint }}
      found={[
        ...(all === undefined ? [] : [{ value: '', label: all }]),
        ...customers.map(({ id, name, email }) => ({
          value: id,
          label: email === null ? name : `${name} · ${email}`,
        })),
      ]}
      hasMore={found.data?.page.hasMore === true}
      chosenName={chosen.data?.name}
      {...(isEmpty && all === undefined ? { hint: agreements.noCustomers } : {})}
      {...(all === undefined ? { unchosen: agreements.chooseCustomer, isRequired: true } : {})}
    />
  );
};

/** The filter of a list by customer, for who may read customers. */
export const useCustomerFilter = (): readonly FilterSpec[] => {
  const { common } = useTexts();
  const mayChoose = useCan('listCustomers');
  if (!mayChoose) return [];
  return [
    {
      kind: 'field',
      name: 'customerId',
      field: (form) => <CustomerChoice form={form} all={common.all} />,
    },
  ];
};
