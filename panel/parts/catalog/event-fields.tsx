import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { randomKey } from '../../api/random.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { EventModel } from '../../values/event-models.ts';
import {
  cellsOf,
  dimensionFields,
  emptyCell,
  percentageDecimals,
} from '../../values/event-models.ts';
import type { FormValues } from '../../values/form-values.ts';
import { idsIn, text } from '../../values/typed-fields.ts';
import { TextField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';
import { TierCell } from './tier-table.tsx';

interface RowProps {
  readonly form: FormState<FormValues>;
  readonly row: string;
}

interface EventFieldsProps extends RowProps {
  readonly model: EventModel;
  readonly about: string;
}

/** The fields of a price that tells events apart. */
export const EventFields = ({ model, about, ...props }: EventFieldsProps) => {
  switch (model) {
    case 'percentage':
      return <PercentageFields {...props} />;
    case 'dynamic':
      return <DynamicFields {...props} />;
    case 'matrix':
      return <MatrixFields {...props} about={about} />;
  }
};

const PercentageFields = ({ form, row }: RowProps) => {
  const { eventPrices } = useTexts();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextField form={form} name={`${row}.rate`} label={eventPrices.rate} isRequired />
      <TextField form={form} name={`${row}.freeEvents`} label={eventPrices.freeEvents} />
      {percentageDecimals.map((name) => (
        <TextField key={name} form={form} name={`${row}.${name}`} label={eventPrices[name]} />
      ))}
    </SimpleGrid>
  );
};

const DynamicFields = ({ form, row }: RowProps) => {
  const { eventPrices } = useTexts();
  return (
    <TextField
      form={form}
      name={`${row}.amountProperty`}
      label={eventPrices.amountProperty}
      hint={eventPrices.amountPropertyHint}
      isRequired
    />
  );
};

const MatrixFields = ({ form, row, about }: Omit<EventFieldsProps, 'model'>) => {
  const { eventPrices, prices } = useTexts();
  const hints = [eventPrices.dimensionHint, eventPrices.secondHint];
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {dimensionFields(row).map((name, index) => (
          <TextField
            key={name}
            form={form}
            name={name}
            label={eventPrices.dimensions[index] ?? ''}
            hint={hints[index] ?? ''}
            isRequired={index === 0}
          />
        ))}
      </SimpleGrid>
      <CellTable form={form} row={row} about={about} />
      <TextField
        form={form}
        name={`${row}.defaultUnitAmount`}
        label={eventPrices.defaultUnitAmount}
        hint={eventPrices.defaultHint}
      />
      <Text size="sm" c="dimmed">
        {prices.unitAmountHint(text(form.values, 'currency'))}
      </Text>
    </>
  );
};

/** The cells of a matrix: a value of each property, and the price of a unit. */
const CellTable = ({ form, row, about }: Omit<EventFieldsProps, 'model'>) => {
  const { common, eventPrices, prices } = useTexts();
  const { values, set, errors } = form;
  const [first = '', second = ''] = dimensionFields(row).map((name) => text(values, name));
  const columns = [
    { field: 'values.0', label: first || eventPrices.unnamed },
    ...(second === '' ? [] : [{ field: 'values.1', label: second }]),
    { field: 'unitAmount', label: prices.unitAmount },
  ];
  const add = (): void => {
    const id = `c${randomKey()}`;
    for (const [name, value] of Object.entries(emptyCell(`${row}.${id}`))) set(name, value);
    set(`${row}.cells`, [...idsIn(values, `${row}.cells`), id].join(' '));
  };
  return (
    <Stack gap="xs">
      <section className="table-frame" aria-label={`${eventPrices.cells}, ${about}`}>
        <table className="panel-table tiers">
          <thead>
            <tr>
              {columns.map(({ field, label }) => (
                <th key={field} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">
                <span className="hidden-text">{common.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {cellsOf(values, row).map((cell, index) => (
              <CellRow key={cell} {...{ form, row, cell, index, columns }} />
            ))}
          </tbody>
        </table>
      </section>
      {errors[`${row}.cells`] !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {errors[`${row}.cells`]}
        </Text>
      )}
      <Group>
        <Button variant="default" size="xs" onClick={add}>
          {eventPrices.addCell}
        </Button>
      </Group>
    </Stack>
  );
};

interface CellRowProps extends RowProps {
  readonly cell: string;
  readonly index: number;
  readonly columns: readonly { readonly field: string; readonly label: string }[];
}

const CellRow = ({ form, row, cell, index, columns }: CellRowProps) => {
  const { eventPrices } = useTexts();
  const { values, set } = form;
  const ids = idsIn(values, `${row}.cells`);
  const remove = (): void =>
    set(`${row}.cells`, ids.filter((_id, place) => place !== index).join(' '));
  return (
    <tr>
      {columns.map(({ field, label }) => (
        <td key={field}>
          <TierCell
            form={form}
            name={`${cell}.${field}`}
            label={eventPrices.cell(label, index + 1)}
            isText={field !== 'unitAmount'}
          />
        </td>
      ))}
      <td>
        {ids.length > 1 && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={remove}
            aria-label={eventPrices.removeCell(index + 1)}
          >
            ×
          </Button>
        )}
      </td>
    </tr>
  );
};
