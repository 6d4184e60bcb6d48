import { SimpleGrid, Stack, Text } from '@mantine/core';
import { aggregations, quantityRoundings } from '#domain/metering/definition.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { emptyFilter, filterKinds, mayCarryOver, mayRemove } from '../../values/meter-body.ts';
import { idsIn } from '../../values/typed-fields.ts';
import type { FieldProps } from '../form/fields.tsx';
import { SelectField, SwitchField, TextField } from '../form/fields.tsx';
import { RowFields, RowFrame } from '../form/row-fields.tsx';

type FormProps = Pick<FieldProps, 'form'>;

/** The definition of a meter: the events, the property, the conditions. */
export const DefinitionFields = ({ form }: FormProps) => {
  const { metering } = useTexts();
  const aggregation = String(form.values['aggregation']);
  return (
    <Stack gap="md">
      <TextField
        form={form}
        name="eventType"
        label={metering.eventType}
        hint={metering.eventTypeHint}
        isRequired
      />
      <SelectField
        form={form}
        name="aggregation"
        label={metering.aggregation}
        options={aggregations.map((value) => ({ value, label: metering.aggregations[value] }))}
      />
      {aggregation !== 'count' && (
        <TextField
          form={form}
          name="property"
          label={metering.property}
          hint={metering.propertyHint}
          isRequired
        />
      )}
      <FilterRows form={form} />
      <details>
        <summary className="disclosure">{metering.more}</summary>
        <MoreFields form={form} aggregation={aggregation} />
      </details>
    </Stack>
  );
};

const FilterRows = ({ form }: FormProps) => {
  const { metering } = useTexts();
  return (
    <Stack gap="sm" component="section" aria-label={metering.filters}>
      <Text size="sm" fw={600}>
        {metering.filters}
      </Text>
      {idsIn(form.values, 'rows').length === 0 && (
        <Text size="sm" c="dimmed">
          {metering.noFilters}
        </Text>
      )}
      <RowFields
        form={form}
        field="rows"
        prefix="row"
        emptyRow={emptyFilter}
        addLabel={metering.addFilter}
      >
        {({ row, number, remove }) => (
          <RowFrame
            legend={metering.filterNumber(number)}
            removeLabel={metering.removeFilter}
            remove={remove}
          >
            <FilterFields form={form} row={row} />
          </RowFrame>
        )}
      </RowFields>
    </Stack>
  );
};

const FilterFields = ({ form, row }: FormProps & { readonly row: string }) => {
  const { metering } = useTexts();
  const kind = String(form.values[`${row}.kind`]);
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <TextField form={form} name={`${row}.property`} label={metering.property} isRequired />
      <SelectField
        form={form}
        name={`${row}.kind`}
        label={metering.condition}
        options={filterKinds.map((value) => ({ value, label: metering.conditions[value] }))}
      />
      {(kind === 'equals' || kind === 'in') && (
        <TextField
          form={form}
          name={`${row}.value`}
          label={metering.value}
          {...(kind === 'in' ? { hint: metering.valuesHint } : {})}
        />
      )}
    </SimpleGrid>
  );
};

const MoreFields = ({ form, aggregation }: FormProps & { readonly aggregation: string }) => {
  const { metering } = useTexts();
  const roundings = [
    { value: '', label: metering.exact },
    ...quantityRoundings.map((value) => ({ value, label: metering.roundings[value] })),
  ];
  return (
    <Stack gap="md" mt="sm">
      <TextField form={form} name="groupBy" label={metering.groupBy} hint={metering.groupByHint} />
      {mayCarryOver(aggregation) && (
        <SwitchField form={form} name="isCarriedOver" label={metering.isCarriedOver} />
      )}
      {mayRemove(aggregation) && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextField
            form={form}
            name="removal.property"
            label={metering.removalProperty}
            hint={metering.removalHint}
          />
          <TextField form={form} name="removal.value" label={metering.removalValue} />
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <SelectField
          form={form}
          name="rounding.mode"
          label={metering.rounding}
          options={roundings}
        />
        {form.values['rounding.mode'] !== '' && (
          <TextField form={form} name="rounding.decimals" label={metering.decimals} />
        )}
      </SimpleGrid>
    </Stack>
  );
};
