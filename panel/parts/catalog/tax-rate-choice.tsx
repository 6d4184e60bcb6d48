import { Checkbox, Stack, Text } from '@mantine/core';
import { useRead } from '../../api/queries.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { percentText } from '../../values/percent-text.ts';
import type { TaxRate } from '../../wire/types.ts';
import { FieldError } from '../form/field-error.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { AppLink, at } from '../page/links.tsx';
import { Loaded } from '../page/states.tsx';

/** Tax rates to choose from: the active ones, and archived ones that stand there already. */
export const TaxRateChoice = ({ form, name }: Pick<FieldProps, 'form' | 'name'>) => {
  const texts = useTexts();
  const locale = useLocale();
  const rates = useRead('listTaxRates', { query: { status: 'all', limit: '100' } });
  const chosen = String(form.values[name] ?? '')
    .split(' ')
    .filter((id) => id !== '');
  const choose = (id: string, isChosen: boolean): void => {
    const others = chosen.filter((each) => each !== id);
    form.set(name, (isChosen ? [...others, id] : others).join(' '));
  };
  const isOffered = ({ id, status }: TaxRate): boolean =>
    status === 'active' || chosen.includes(id);
  return (
    <Loaded query={rates}>
      {({ data }) => (
        <Stack gap="xs">
          {data.filter(isOffered).map(({ id, name: rateName, rate, isInclusive }) => (
            <Checkbox
              key={id}
              checked={chosen.includes(id)}
              label={`${rateName} · ${percentText(rate, locale)}`}
              description={isInclusive ? texts.taxes.included : texts.taxes.onTop}
              onChange={({ currentTarget }) => choose(id, currentTarget.checked)}
            />
          ))}
          {data.length === 0 && <Text size="sm">{texts.taxes.noRates}</Text>}
          <AppLink to={at('tax-rates')}>{texts.taxes.title}</AppLink>
          <FieldError form={form} name={name} />
        </Stack>
      )}
    </Loaded>
  );
};
