import { useCan, useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';
import { SearchedChoice, useTypedSearch } from '../form/searched-choice.tsx';
import { useMeter } from './use-meters.ts';

interface MeterChoiceProps extends Pick<FieldProps, 'form' | 'name'> {
  /** Archived ones still tell what they counted, but no new price is based on one. */
  readonly status: 'active' | 'all';
  readonly hint?: string;
}

/** One of the meters. */
export const MeterChoice = ({ form, name, status, hint }: MeterChoiceProps) => {
  const { metering, prices } = useTexts();
  const search = useTypedSearch();
  const found = useRead('listMeters', { query: { ...search.query, status } });
  const chosen = useMeter(String(form.values[name] ?? ''));
  const meters = found.data?.data ?? [];
  const isEmpty = found.data !== undefined && meters.length === 0 && search.typed === '';
  const said = isEmpty ? prices.noMeters : hint;
  return (
    <SearchedChoice
      {...{ form, name, search }}
      label={metering.meter}
      find={{ label: metering.findMeter, hint: metering.findMeterHint }}
      found={meters.map((meter) => ({ value: meter.id, label: meter.name }))}
      hasMore={found.data?.page.hasMore === true}
      chosenName={chosen?.name}
      unchosen={prices.chooseMeter}
      {...(said === undefined ? {} : { hint: said })}
      isRequired
    />
  );
};

/** The meter of a price or a feature: chosen, or typed by its id where one may not read meters. */
export const MeterField = ({ form, name, hint }: Omit<MeterChoiceProps, 'status'>) => {
  const { metering } = useTexts();
  const mayChoose = useCan('listMeters');
  const told = hint === undefined ? {} : { hint };
  return mayChoose ? (
    <MeterChoice {...{ form, name }} {...told} status="active" />
  ) : (
    <TextField {...{ form, name }} label={metering.meter} isRequired />
  );
};
