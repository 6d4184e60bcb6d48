import { useCan } from '../api/queries.ts';
import { useTexts } from '../texts/catalogue.ts';
import { text } from '../values/plan-prices.ts';
import type { FieldProps } from './fields.tsx';
import { SelectField, TextField } from './fields.tsx';
import { useMeters } from './use-meters.ts';

interface UsageFieldsProps {
  readonly form: FieldProps['form'];
  readonly row: string;
}

/** The fields of a price of usage: the meter that counts it, and the properties of its lines. */
export const UsageFields = ({ form, row }: UsageFieldsProps) => {
  const { metering, prices } = useTexts();
  const mayChoose = useCan('listMeters');
  const meters = useMeters() ?? [];
  const meter = { form, name: `${row}.meterId`, label: metering.meter, isRequired: true };
  const chosenId = text(form.values, meter.name);
  const chosen = meters.find(({ id }) => id === chosenId);
  const told = chosen?.groupBy ?? [];
  const options = meters
    .filter(({ id, status }) => status === 'active' || id === chosenId)
    .map(({ id, name }) => ({ value: id, label: name }));
  const isListed = options.some(({ value }) => value === chosenId);
  const own = { value: chosenId, label: chosenId || prices.chooseMeter };
  return (
    <>
      {mayChoose ? (
        <SelectField
          {...meter}
          options={isListed ? options : [own, ...options]}
          hint={options.length === 0 ? prices.noMeters : prices.arrears}
        />
      ) : (
        <TextField {...meter} />
      )}
      <TextField
        form={form}
        name={`${row}.groupBy`}
        label={prices.groupBy}
        hint={told.length === 0 ? prices.groupByHint : prices.groupByTold(told.join(', '))}
      />
    </>
  );
};
