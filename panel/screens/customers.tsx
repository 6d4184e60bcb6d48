import { useNavigate } from '@tanstack/react-router';
import { queryClient } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { CustomerFields } from '../parts/customers/customer-fields.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { useCancel } from '../parts/form/use-cancel.ts';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page } from '../parts/page/page.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useMetadataTexts } from '../texts/metadata.ts';
import { customerBody, emptyCustomer } from '../values/customer-body.ts';
import { metadataFieldOf, repeatedKeys } from '../values/metadata.ts';
import { nested } from '../values/nested.ts';
import type { Customer, NewCustomer as NewCustomerBody } from '../wire/types.ts';

/** The customers of the tenant. */
export const Customers = () => {
  const texts = useTexts();
  const columns: readonly Column<Customer>[] = [
    {
      header: texts.common.name,
      cell: ({ id, name }) => <AppLink to={at('customers', id)}>{name}</AppLink>,
    },
    { header: texts.common.email, cell: ({ email }) => email },
    {
      header: texts.customers.externalId,
      cell: ({ externalId }) => externalId ?? texts.common.none,
    },
    { header: texts.common.currency, cell: ({ currency }) => currency ?? texts.common.none },
    { header: texts.common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
  ];
  const create = (
    <ActionLink operation="createCustomer" to={at('customers', 'new')}>
      {texts.customers.create}
    </ActionLink>
  );
  return (
    <Page title={texts.customers.title} actions={create}>
      <DataTable
        operation="listCustomers"
        fileName="customers"
        label={texts.customers.title}
        columns={columns}
        keyOf={({ id }) => id}
        filters={[
          { kind: 'text', name: 'search', label: texts.common.search },
          ...useCreatedFilters(),
        ]}
        empty={{ text: texts.customers.empty, action: create }}
      />
    </Page>
  );
};

/** The form of a new customer. Only name and e-mail are needed. */
export const NewCustomer = () => {
  const texts = useTexts();
  const navigate = useNavigate();
  const { repeated } = useMetadataTexts();
  const form = useFormState({
    initial: emptyCustomer,
    check: (values) => repeatedKeys(values, repeated),
    fieldOf: metadataFieldOf,
    send: async (values, idempotencyKey) => {
      const body = nested(customerBody(values)) as unknown as NewCustomerBody;
      const customer = await call('createCustomer', { body, idempotencyKey });
      announce(texts.common.created(customer.name));
      void queryClient.invalidateQueries();
      await navigate({ to: at('customers', customer.id) });
    },
  });
  return (
    <Page
      title={texts.customers.newTitle}
      parent={{ to: at('customers'), label: texts.customers.title }}
      isForm
    >
      <Form form={form} action={texts.customers.create} onCancel={useCancel(at('customers'))}>
        <CustomerFields form={form} />
      </Form>
    </Page>
  );
};
