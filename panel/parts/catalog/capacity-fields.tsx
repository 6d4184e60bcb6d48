import { Checkbox, Fieldset, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useUsagePriceTexts } from '../../texts/usage-prices.ts';
import { chosenMeter, codesOf, meterField, meterIdsOf } from '../../values/capacity-price.ts';
import type { FormValues } from '../../values/form-values.ts';
import { tiersOf } from '../../values/plan-prices.ts';
import { text } from '../../values/typed-fields.ts';
import type { Meter } from '../../wire/types.ts';
import { FieldError } from '../form/field-error.tsx';
import type { FormState } from '../form/form-state.ts';
import { useTypedSearch } from '../form/searched-choice.tsx';
import { useMeters } from '../metering/use-meters.ts';
import { Loaded } from '../page/states.tsx';
import { TierTable } from './tier-table.tsx';

interface RowProps {
  readonly form: FormState<FormValues>;
  readonly row: string;
}

interface CapacityFieldsProps extends RowProps {
  readonly about: string;
}

/** The meters of a capacity price, and its tiers. */
export const CapacityFields = (props: CapacityFieldsProps) => {
  const { form, row } = props;
  const chosen = useMeters(meterIdsOf(form.values, row));
  return (
    <>
      <MeterBoxes {...{ form, row, chosen }} />
      <CapacityTiers {...props} />
    </>
  );
};

/** The tiers of a capacity price, with a bound for each of its meters. */
const CapacityTiers = ({ form, row, about }: CapacityFieldsProps) => {
  const texts = useUsagePriceTexts();
  const { values, set } = form;
  const meters = useMeters(meterIdsOf(values, row));
  const known = meters.map(({ code }) => code);
  // A price with one tier has no bounds: the codes are those of its meters, once these are read.
  const hasBounds = tiersOf(values, row).length > 1;
  const codes = [...new Set([...codesOf(values, row), ...(hasBounds ? [] : known)])];
  const bounds = codes.map((code) => ({
    field: `upTo.${code}`,
    name: texts.boundOf(meters.find((meter) => meter.code === code)?.name ?? code),
  }));
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {texts.capacityHint}
      </Text>
      <TierTable
        {...{ form, row, about, bounds }}
        onAdd={() => set(`${row}.codes`, codes.join(' '))}
      />
    </Stack>
  );
};

interface MeterBoxesProps extends RowProps {
  readonly chosen: readonly Meter[];
}

/** A box for each meter. Where the list does not reach them all, a search leads to the others. */
const MeterBoxes = ({ form, row, chosen }: MeterBoxesProps) => {
  const { metering, prices } = useTexts();
  const texts = useUsagePriceTexts();
  const search = useTypedSearch();
  const found = useRead('listMeters', { query: { ...search.query, status: 'active' } });
  const isInAdvance = text(form.values, `${row}.billed`) === 'in_advance';
  const hasSearch = search.typed !== '' || found.data?.page.hasMore === true;
  return (
    <Fieldset legend={texts.meters}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {isInAdvance ? prices.advance : prices.arrears}
        </Text>
        {hasSearch && (
          <TextInput
            type="search"
            label={metering.findMeter}
            description={metering.findMeterHint}
            value={search.typed}
            onChange={({ currentTarget }) => search.type(currentTarget.value)}
          />
        )}
        <Loaded query={found}>
          {({ data }) =>
            data.length === 0 && !hasSearch ? (
              <Text size="sm">{prices.noMeters}</Text>
            ) : (
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
                {[...chosen.filter((meter) => !isListed(data, meter)), ...data].map((meter) => (
                  <MeterBox key={meter.id} {...{ form, row, meter }} />
                ))}
              </SimpleGrid>
            )
          }
        </Loaded>
        <FieldError form={form} name={`${row}.meterIds`} />
      </Stack>
    </Fieldset>
  );
};

const isListed = (meters: readonly Meter[], { id }: Meter): boolean =>
  meters.some((meter) => meter.id === id);

const MeterBox = ({ form, row, meter }: RowProps & { readonly meter: Meter }) => {
  const { values, errors, set } = form;
  const name = meterField(row, meter.id);
  const choose = (isChosen: boolean): void => {
    const { id, code } = meter;
    const fields = chosenMeter(values, row, tiersOf(values, row), { id, code, isChosen });
    for (const [field, value] of Object.entries(fields)) set(field, value);
  };
  return (
    <Checkbox
      name={name}
      label={meter.name}
      description={<span className="code">{meter.code}</span>}
      error={errors[name]}
      checked={values[name] === true}
      onChange={({ currentTarget }) => choose(currentTarget.checked)}
    />
  );
};
