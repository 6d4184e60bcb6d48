import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { useUsagePriceTexts } from '../../texts/usage-prices.ts';
import type { FormValues } from '../../values/form-values.ts';
import { isKept, isTimed, keptPrice, modelIn } from '../../values/plan-prices.ts';
import type { FormModel } from '../../values/price-models.ts';
import { hasChargeAtZero, isOfEvents, modelsOf } from '../../values/price-models.ts';
import { text } from '../../values/typed-fields.ts';
import { MoneyField, SelectField, SwitchField, TextField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';
import { CapacityFields } from './capacity-fields.tsx';
import { CapacityPreview } from './capacity-preview.tsx';
import { EventFields } from './event-fields.tsx';
import { PricePreview } from './price-preview.tsx';
import { usePriceLines } from './price-text.ts';
import { TierTable } from './tier-table.tsx';
import { UsageFields } from './usage-fields.tsx';
import { UsageOf } from './usage-of-price.tsx';

type Form = FormState<FormValues>;

interface RowProps {
  readonly form: Form;
  readonly row: string;
}

interface NamedRowProps extends RowProps {
  /** Tells the parts of one price from those of the others: "Price 2". */
  readonly about: string;
}

/** One price of a plan: its fields, and what it comes to, beside them. */
export const PriceRow = ({ form, row, about }: NamedRowProps) => {
  const { values } = form;
  if (isKept(values, row)) return <KeptPrice form={form} row={row} />;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Stack gap="md" miw={0}>
        <MainFields form={form} row={row} />
        <ModelFields form={form} row={row} about={about} />
        <MoreFields form={form} row={row} />
      </Stack>
      <Preview values={values} row={row} about={about} />
    </SimpleGrid>
  );
};

const Preview = ({ values, ...named }: Pick<Form, 'values'> & Omit<NamedRowProps, 'form'>) => {
  const { eventPrices } = useTexts();
  const model = modelIn(values, named.row);
  if (model === 'capacity') return <CapacityPreview values={values} {...named} />;
  if (!isOfEvents(model)) return <PricePreview values={values} {...named} />;
  return (
    <Text size="sm" c="dimmed">
      {eventPrices.noPreview}
    </Text>
  );
};

const KeptPrice = ({ form, row }: RowProps) => {
  const texts = useTexts();
  const price = keptPrice(form.values, row);
  const lines = usePriceLines()(price, text(form.values, 'currency'));
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {price.name}
      </Text>
      {lines.map((line) => (
        <Text size="sm" key={line}>
          {line}
        </Text>
      ))}
      <UsageOf price={price} />
      <Text size="sm" c="dimmed">
        {texts.prices.kept}
      </Text>
    </Stack>
  );
};

const MainFields = ({ form, row }: RowProps) => {
  const { catalog, prices } = useTexts();
  const kind = text(form.values, `${row}.kind`);
  const models = modelsOf(kind).map((value) => ({ value, label: prices.models[value] }));
  const kinds = (['recurring', 'usage', 'one_time'] as const).map((value) => ({
    value,
    label: prices.kinds[value],
  }));
  const billed = [
    { value: 'in_advance', label: catalog.inAdvance },
    { value: 'in_arrears', label: catalog.inArrears },
  ];
  // A price that is charged once is so in a trial, too, and usage in arrears, unless somebody says
  // otherwise.
  const set = (name: string, value: string | boolean): void => {
    form.set(name, value);
    form.set(`${row}.inTrial`, value === 'one_time');
    form.set(`${row}.isProrated`, value === 'recurring');
    form.set(`${row}.billed`, value === 'usage' ? 'in_arrears' : 'in_advance');
    form.set(`${row}.model`, modelIn({ ...form.values, [name]: value }, row));
  };
  return (
    <>
      <TextField form={form} name={`${row}.name`} label={catalog.priceName} isRequired />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <SelectField
          form={{ ...form, set }}
          name={`${row}.kind`}
          label={prices.kind}
          options={kinds}
        />
        {kind !== 'one_time' && (
          <SelectField form={form} name={`${row}.billed`} label={catalog.billed} options={billed} />
        )}
      </SimpleGrid>
      {kind === 'usage' && modelIn(form.values, row) !== 'capacity' && (
        <UsageFields form={form} row={row} />
      )}
      <SelectField form={form} name={`${row}.model`} label={prices.model} options={models} />
    </>
  );
};

const ModelFields = ({ form, row, about }: NamedRowProps) => {
  const { common, prices } = useTexts();
  const currency = text(form.values, 'currency');
  const model: FormModel = modelIn(form.values, row);
  const amount = (label: string) => (
    <MoneyField form={form} name={`${row}.amount`} label={label} currency={currency} isRequired />
  );
  switch (model) {
    case 'flat':
      return amount(common.amount);
    case 'per_unit':
      return (
        <TextField
          form={form}
          name={`${row}.unitAmount`}
          label={prices.unitAmount}
          hint={prices.unitAmountHint(currency)}
          isRequired
        />
      );
    case 'package':
      return (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextField
            form={form}
            name={`${row}.packageSize`}
            label={prices.packageSize}
            isRequired
          />
          {amount(prices.packageAmount)}
          <TextField
            form={form}
            name={`${row}.freeUnits`}
            label={prices.freeUnits}
            hint={prices.freeUnitsHint}
          />
        </SimpleGrid>
      );
    case 'graduated':
    case 'volume':
    case 'stairstep':
    case 'tiered_package':
    case 'graduated_percentage':
      return <TierTable form={form} row={row} about={about} />;
    case 'capacity':
      return <CapacityFields form={form} row={row} about={about} />;
    case 'percentage':
    case 'dynamic':
    case 'matrix':
      return <EventFields form={form} row={row} about={about} model={model} />;
  }
};

const moreNames = [
  'isOptional',
  'isProrated',
  'inTrial',
  'chargesAtZero',
  'interval.count',
  'interval.unit',
  'minimum',
  'maximum',
];

/** Fields that most prices do without. A fault in one of them opens them. */
const MoreFields = ({ form, row }: RowProps) => {
  const { catalog, prices } = useTexts();
  const { isPaidAhead } = useUsagePriceTexts();
  const [isOpen, setOpen] = useState(false);
  const { values, errors } = form;
  const hasFault = moreNames.some((name) => errors[`${row}.${name}`] !== undefined);
  const isOnce = values[`${row}.kind`] === 'one_time';
  const isRecurring = values[`${row}.kind`] === 'recurring';
  const model = modelIn(values, row);
  const heldLabel = values[`${row}.billed`] === 'in_advance' ? isPaidAhead : prices.isHeld;
  const proratedLabel = isRecurring ? prices.isProrated : heldLabel;
  const units = (['day', 'week', 'month', 'year'] as const).map((value) => ({
    value,
    label: catalog.units[value],
  }));
  const bound = (name: 'minimum' | 'maximum') => (
    <MoneyField
      form={form}
      name={`${row}.${name}`}
      label={prices[name]}
      currency={text(values, 'currency')}
    />
  );
  return (
    <details
      open={isOpen || hasFault}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="disclosure">{prices.more}</summary>
      <Stack gap="md" mt="sm">
        <SwitchField form={form} name={`${row}.isOptional`} label={prices.isOptional} />
        {(isRecurring || isTimed(values, row)) && (
          <SwitchField form={form} name={`${row}.isProrated`} label={proratedLabel} />
        )}
        <SwitchField form={form} name={`${row}.inTrial`} label={prices.inTrial} />
        {hasChargeAtZero(model) && (
          <SwitchField form={form} name={`${row}.chargesAtZero`} label={prices.chargesAtZero} />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {!isOnce && (
            <>
              <TextField
                form={form}
                name={`${row}.interval.count`}
                label={prices.ownInterval}
                hint={prices.ownIntervalHint}
              />
              <SelectField
                form={form}
                name={`${row}.interval.unit`}
                label={catalog.intervalUnit}
                options={units}
              />
            </>
          )}
          {model !== 'matrix' && bound('minimum')}
          {model !== 'matrix' && bound('maximum')}
        </SimpleGrid>
      </Stack>
    </details>
  );
};
