import { useCan, useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Plan } from '../../wire/types.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SearchedChoice, useTypedSearch } from '../form/searched-choice.tsx';
import type { FilterSpec } from '../table/filters.tsx';

interface PlanChoiceProps extends Pick<FieldProps, 'form' | 'name' | 'label'> {
  /** Archived ones still have subscriptions, but get no new ones. */
  readonly status: 'active' | 'all';
  /** The only currency that will do; null where any does. */
  readonly currency?: string | null;
  /** The words for no plan, where none has to be chosen. */
  readonly none?: string;
  readonly onChoose?: (plan: Plan) => void;
}

/** One of the plans. */
export const PlanChoice = (props: PlanChoiceProps) => {
  const { form, name, label, status, currency = null, none, onChoose } = props;
  const { agreements, catalog } = useTexts();
  const search = useTypedSearch();
  const found = useRead('listPlans', { query: { ...search.query, status } });
  const planId = String(form.values[name] ?? '');
  const chosen = useRead('getPlan', { params: { planId } }, { enabled: planId !== '' });
  const plans = found.data?.data ?? [];
  const hasMore = found.data?.page.hasMore === true;
  const offered = plans.filter((plan) => currency === null || plan.currency === currency);
  const set = (field: string, value: string | boolean): void => {
    form.set(field, value);
    const plan = plans.find(({ id }) => id === value);
    if (plan !== undefined) onChoose?.(plan);
  };
  return (
    <SearchedChoice
      form={{ ...form, set }}
      {...{ name, label, search }}
      find={{ label: catalog.findPlan, hint: catalog.findHint }}
      found={[
        ...(none === undefined ? [] : [{ value: '', label: none }]),
        ...offered.map((plan) => ({ value: plan.id, label: planLabel(plan) })),
      ]}
      hasMore={hasMore}
      chosenName={chosen.data?.id === planId ? planLabel(chosen.data) : undefined}
      {...(currency === null || offered.length === plans.length
        ? {}
        : {
            hint:
              offered.length === 0 && !hasMore
                ? agreements.noPlansOfCurrency(currency)
                : agreements.plansOfCurrency(currency),
          })}
      {...(none === undefined ? { unchosen: agreements.choosePlan, isRequired: true } : {})}
    />
  );
};

const planLabel = ({ name, currency }: Plan): string => `${name} · ${currency}`;

/** The filter of a list by plan, for who may read plans. */
export const usePlanFilter = (): readonly FilterSpec[] => {
  const { common } = useTexts();
  const mayChoose = useCan('listPlans');
  if (!mayChoose) return [];
  return [
    {
      kind: 'field',
      name: 'planId',
      field: (form) => (
        <PlanChoice form={form} name="planId" label={common.plan} status="all" none={common.all} />
      ),
    },
  ];
};
