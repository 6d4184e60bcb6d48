import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queryClient } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { usePlanColumns } from '../parts/catalog/plan-columns.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { TextAreaField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { NameAndCode } from '../parts/form/name-and-code.tsx';
import { useCancel } from '../parts/form/use-cancel.ts';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page } from '../parts/page/page.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { Product } from '../wire/types.ts';

/** The plans of the tenant. */
export const Plans = () => {
  const texts = useTexts();
  const columns = usePlanColumns();
  const statuses = ['active', 'draft', 'archived', 'all'].map((value) => ({
    value,
    label: value === 'all' ? texts.common.all : (texts.statuses[value] ?? value),
  }));
  return (
    <CatalogFrame tab="plans">
      <DataTable
        operation="listPlans"
        fileName="plans"
        label={texts.catalog.plans}
        columns={columns}
        keyOf={({ id }) => id}
        filters={[
          { kind: 'text', name: 'search', label: texts.common.search },
          {
            kind: 'choice',
            name: 'status',
            label: texts.common.status,
            options: statuses,
            none: texts.common.notArchived,
          },
          ...useCreatedFilters(),
        ]}
        empty={{ text: texts.catalog.emptyPlans }}
      />
    </CatalogFrame>
  );
};

/** The products of the tenant. */
export const Products = () => {
  const texts = useTexts();
  const columns: readonly Column<Product>[] = [
    {
      header: texts.common.name,
      cell: ({ id, name }) => <AppLink to={at('products', id)}>{name}</AppLink>,
    },
    { header: texts.common.code, cell: ({ code }) => <span className="code">{code}</span> },
    { header: texts.common.description, cell: ({ description }) => description },
    { header: texts.common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
  ];
  return (
    <CatalogFrame tab="products">
      <DataTable
        operation="listProducts"
        fileName="products"
        label={texts.catalog.products}
        columns={columns}
        keyOf={({ id }) => id}
        filters={[
          { kind: 'text', name: 'search', label: texts.common.search },
          ...useCreatedFilters(),
        ]}
        empty={{ text: texts.catalog.emptyProducts }}
      />
    </CatalogFrame>
  );
};

interface CatalogFrameProps {
  readonly tab: 'plans' | 'products';
  readonly children: ReactNode;
}

const CatalogFrame = ({ tab, children }: CatalogFrameProps) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const actions = (
    <>
      <ActionLink
        operation="createProduct"
        to={at('products', 'new')}
        variant={tab === 'products' ? 'filled' : 'default'}
      >
        {texts.catalog.newProduct}
      </ActionLink>
      <ActionLink
        operation="createPlan"
        to={at('plans', 'new')}
        variant={tab === 'plans' ? 'filled' : 'default'}
      >
        {texts.catalog.newPlan}
      </ActionLink>
    </>
  );
  return (
    <Page title={texts.catalog.title} actions={actions}>
      <Tabs value={tab} onChange={(next) => void navigate({ to: at(next ?? 'plans') })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="plans">{texts.catalog.plans}</Tabs.Tab>
          <Tabs.Tab value="products">{texts.catalog.products}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
};

/** The form of a new product. */
export const NewProduct = () => {
  const texts = useTexts();
  const navigate = useNavigate();
  const form = useFormState({
    initial: { name: '', code: '', description: '' },
    send: async ({ description, ...values }, idempotencyKey) => {
      const body = { ...values, description: description || null };
      const product = await call('createProduct', { body, idempotencyKey });
      announce(texts.common.created(product.name));
      void queryClient.invalidateQueries();
      await navigate({ to: at('products', product.id) });
    },
  });
  return (
    <Page
      title={texts.catalog.newProduct}
      parent={{ to: at('products'), label: texts.catalog.products }}
      isForm
    >
      <Form form={form} action={texts.catalog.createProduct} onCancel={useCancel(at('products'))}>
        <NameAndCode form={form} example="analytics" />
        <TextAreaField form={form} name="description" label={texts.common.description} />
      </Form>
    </Page>
  );
};
