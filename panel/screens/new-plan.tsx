import { Box } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { queryClient, useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { FeatureFields } from '../parts/catalog/feature-fields.tsx';
import { PlanFields, PriceFields } from '../parts/catalog/plan-fields.tsx';
import { ProductChoice } from '../parts/catalog/product-choice.tsx';
import { usePlanBody } from '../parts/catalog/use-plan-body.ts';
import { SwitchField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { useCancel } from '../parts/form/use-cancel.ts';
import { at, ButtonLink } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { onlyOne } from '../values/ids.ts';
import { planFieldOf } from '../values/plan-body.ts';
import { emptyPrice } from '../values/plan-prices.ts';
import { noThresholds } from '../values/threshold-rows.ts';
import type { Product } from '../wire/types.ts';

/** The page of a new plan. */
export const NewPlan = () => {
  const texts = useTexts();
  const products = useRead('listProducts', { query: { limit: '100' } });
  return (
    <Page title={texts.catalog.newPlan} parent={{ to: at('plans'), label: texts.catalog.plans }}>
      <Loaded query={products}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty text={texts.catalog.needsProduct}>
              <ButtonLink to={at('products', 'new')} variant="filled">
                {texts.catalog.newProduct}
              </ButtonLink>
            </Empty>
          ) : (
            <PlanForm products={data} />
          )
        }
      </Loaded>
    </Page>
  );
};

const PlanForm = ({ products }: { readonly products: readonly Product[] }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const { tenant } = useMe();
  const { productId } = useSearch({ strict: false }) as { readonly productId?: string };
  const { bodyOf, check } = usePlanBody();
  const form = useFormState<FormValues>({
    initial: {
      productId: productId ?? onlyOne(products),
      name: '',
      code: '',
      currency: tenant.defaultCurrency,
      description: '',
      trialDays: '',
      'interval.unit': 'month',
      'interval.count': '1',
      isActive: true,
      minimumCommitment: '',
      ...noThresholds,
      features: '',
      rows: 'row0',
      ...emptyPrice('row0'),
    },
    check,
    fieldOf: planFieldOf,
    send: async (values, idempotencyKey) => {
      const status = values['isActive'] === true ? ('active' as const) : ('draft' as const);
      const body = { ...bodyOf(values), productId: String(values['productId']), status };
      const plan = await call('createPlan', { body, idempotencyKey });
      announce(texts.common.created(plan.name));
      void queryClient.invalidateQueries();
      await navigate({ to: at('plans', plan.id) });
    },
  });
  return (
    <Form form={form} action={texts.catalog.createPlan} onCancel={useCancel(at('plans'))}>
      <Box maw={640}>
        <ProductChoice form={form} />
      </Box>
      <PlanFields form={form} />
      <Section title={texts.catalog.prices}>
        <PriceFields form={form} />
      </Section>
      <FeatureFields form={form} />
      <SwitchField
        form={form}
        name="isActive"
        label={texts.catalog.activeNow}
        hint={texts.catalog.activeHint}
      />
    </Form>
  );
};
