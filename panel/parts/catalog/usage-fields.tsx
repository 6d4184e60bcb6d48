import { useTexts } from '../../texts/catalogue.ts';
import { text } from '../../values/typed-fields.ts';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';
import { MeterField } from '../metering/meter-choice.tsx';
import { useMeter } from '../metering/use-meters.ts';

interface UsageFieldsProps {
  readonly form: FieldProps['form'];
  readonly row: string;
}

/** The fields of a price of usage with one meter: that meter, and the properties of its lines. */
export const UsageFields = ({ form, row }: UsageFieldsProps) => {
  const { prices } = useTexts();
  const name = `${row}.meterId`;
  // A matrix has a line for each of its cells.
  const isMatrix = text(form.values, `${row}.model`) === 'matrix';
  const isInAdvance = text(form.values, `${row}.billed`) === 'in_advance';
  const told = useMeter(text(form.values, name))?.groupBy ?? [];
  return (
    <>
      <MeterField {...{ form, name }} hint={isInAdvance ? prices.advance : prices.arrears} />
      {!isMatrix && (
        <TextField
          form={form}
          name={`${row}.groupBy`}
          label={prices.groupBy}
          hint={told.length === 0 ? prices.groupByHint : prices.groupByTold(told.join(', '))}
        />
      )}
    </>
  );
};
