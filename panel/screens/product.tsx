import { Stack } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { OwnTaxRates } from '../parts/catalog/own-tax-rates.tsx';
import { usePlanColumns } from '../parts/catalog/plan-columns.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { TextAreaField, TextField } from '../parts/form/fields.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { MetadataFields } from '../parts/form/metadata-fields.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useBillingTermTexts } from '../texts/billing-terms.ts';
import { useTexts } from '../texts/catalogue.ts';
import { useMetadataTexts } from '../texts/metadata.ts';
import type { FormValues } from '../values/form-values.ts';
import { metadataBody, metadataFieldOf, metadataValues, repeatedKeys } from '../values/metadata.ts';
import { taxRateBody, taxRateValues } from '../values/own-tax-rates.ts';
import { text } from '../values/typed-fields.ts';
import type { Product as ProductView } from '../wire/types.ts';

/** One product, with its plans. */
export const Product = () => {
  const { productId } = useParams({ strict: false }) as { readonly productId: string };
  const texts = useTexts();
  const product = useRead('getProduct', { params: { productId } });
  return (
    <Page
      key={productId}
      title={product.data?.name ?? texts.catalog.product}
      isWaiting={product.isPending}
      parent={{ to: at('products'), label: texts.catalog.products }}
      actions={
        <ActionLink operation="createPlan" to={at('plans', 'new')} search={{ productId }}>
          {texts.catalog.newPlan}
        </ActionLink>
      }
    >
      <Section title={texts.catalog.plans}>
        <DataTable
          operation="listPlans"
          query={{ productId, status: 'all' }}
          label={texts.catalog.plans}
          columns={usePlanColumns()}
          keyOf={({ id }) => id}
          empty={{ text: texts.catalog.emptyPlans }}
        />
      </Section>
      <Loaded query={product}>{(data) => <Details product={data} />}</Loaded>
    </Page>
  );
};

const productValues = (product: ProductView): FormValues => ({
  name: product.name,
  code: product.code,
  description: product.description ?? '',
  ...taxRateValues(product.taxRateIds, 'taxRateIds'),
  ...metadataValues(product.metadata),
});

const productBody = (values: FormValues) => ({
  name: text(values, 'name'),
  code: text(values, 'code'),
  description: text(values, 'description') || null,
  taxRateIds: taxRateBody(values, 'taxRateIds'),
  metadata: metadataBody(values),
});

const Details = ({ product }: { readonly product: ProductView }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const params = { productId: product.id };
  const { taxRatesOfProduct } = useBillingTermTexts();
  const { repeated } = useMetadataTexts();
  const { form, merge, saveMerged } = useEditForm<ProductView, FormValues>({
    resource: product,
    toValues: productValues,
    toBody: productBody,
    check: (values) => repeatedKeys(values, repeated),
    fieldOf: metadataFieldOf,
    save: (version, changes) => call('updateProduct', { params, version, body: changes }),
    readAgain: () => call('getProduct', { params }),
    onSaved: () => announce(texts.common.saved),
  });
  return (
    <Section title={texts.customers.details}>
      <Stack gap="xl" maw={640}>
        {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
        <ChangeForm form={form} action={texts.common.save} edits="updateProduct">
          <TextField form={form} name="name" label={texts.common.name} isRequired />
          <TextField
            form={form}
            name="code"
            label={texts.common.code}
            hint={texts.catalog.codeHint('analytics')}
            isRequired
          />
          <TextAreaField form={form} name="description" label={texts.common.description} />
          <OwnTaxRates form={form} name="taxRateIds" hint={taxRatesOfProduct} />
          <MetadataFields form={form} />
        </ChangeForm>
        <div>
          <ConfirmAction
            operation="deleteProduct"
            request={{ params, version: product.version }}
            label={texts.catalog.delete}
            consequences={[texts.catalog.deleteText(product.name), texts.catalog.deleteRefused]}
            isDangerous
            onDone={() => void navigate({ to: at('products') })}
          />
        </div>
      </Stack>
    </Section>
  );
};
