import { countryCodes } from '#domain/shared/address.ts';
import { currencyCodes } from '#domain/shared/currency.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { countryName, currencyName } from '../../values/code-names.ts';
import type { FieldProps } from './fields.tsx';
import { SelectField } from './fields.tsx';

interface ChoiceProps extends FieldProps {
  readonly isOptional?: boolean;
}

/** Every currency, as the options of a list. */
export const useCurrencyOptions = () => {
  const locale = useLocale();
  return currencyCodes().map((code) => ({
    value: code,
    label: `${code} – ${currencyName(code, locale)}`,
  }));
};

/** A currency of ISO 4217, as the server knows them: the list is the server's own. */
export const CurrencyField = ({ isOptional = false, ...field }: ChoiceProps) => {
  const texts = useTexts();
  const none = isOptional ? [{ value: '', label: texts.common.none }] : [];
  return <SelectField {...field} options={[...none, ...useCurrencyOptions()]} />;
};

const zones = Intl.supportedValuesOf('timeZone');

/** A time zone by its IANA name. */
export const TimeZoneField = ({ isOptional = false, ...field }: ChoiceProps) => {
  const texts = useTexts();
  const stored = String(field.form.values[field.name] ?? '');
  const none = isOptional ? [{ value: '', label: texts.common.none }] : [];
  // A stored name may be one that this browser calls otherwise, such as UTC.
  const known = stored === '' || zones.includes(stored) ? zones : [stored, ...zones];
  return (
    <SelectField
      {...field}
      options={[...none, ...known.map((zone) => ({ value: zone, label: zone }))]}
    />
  );
};

/** A country of ISO 3166-1, by its name in the language of the reader; or none. */
export const CountryField = (field: FieldProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const named = [...countryCodes].map((code) => ({
    value: code,
    label: countryName(code, locale),
  }));
  const options = named.toSorted((one, other) => one.label.localeCompare(other.label, locale));
  return <SelectField {...field} options={[{ value: '', label: texts.common.none }, ...options]} />;
};
