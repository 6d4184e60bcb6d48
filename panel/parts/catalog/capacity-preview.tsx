import { Alert, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { useUsagePriceTexts } from '../../texts/usage-prices.ts';
import { boundField, cheaperTiers, codesOf, meterIdsOf } from '../../values/capacity-price.ts';
import type { FormValues } from '../../values/form-values.ts';
import { readDecimal } from '../../values/money-text.ts';
import { priceBody, tiersOf } from '../../values/plan-prices.ts';
import { previewedPrice } from '../../values/price-preview.ts';
import { text } from '../../values/typed-fields.ts';
import { useMeters } from '../metering/use-meters.ts';
import { ComputedPrice, PreviewFrame } from './price-preview.tsx';

interface CapacityPreviewProps {
  readonly values: FormValues;
  readonly row: string;
  readonly about: string;
}

/** The amount of a capacity price for quantities of its meters, while it is written. */
export const CapacityPreview = ({ values, row, about }: CapacityPreviewProps) => {
  const { prices } = useTexts();
  const texts = useUsagePriceTexts();
  const locale = useLocale();
  const meters = useMeters(meterIdsOf(values, row));
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const currency = text(values, 'currency');
  const price = priceBody(values, row, { currency, language: locale });
  const [first = ''] = tiersOf(values, row);
  // A quantity that nobody typed is as much as fits into the first tier.
  const quantities = codesOf(values, row).map((code) => ({
    code,
    name: meters.find((meter) => meter.code === code)?.name ?? code,
    shown: typed[code] ?? (text(values, boundField(first, code)) || '1'),
  }));
  const read = Object.fromEntries(
    quantities.map(({ code, shown }): [string, string] => [
      code,
      readDecimal(shown, locale) ?? shown,
    ]),
  );
  const preview = previewedPrice(price, currency, read);
  const cheaper = cheaperTiers(price);
  return (
    <PreviewFrame about={about}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {quantities.map(({ code, name, shown }) => (
          <TextInput
            key={code}
            size="xs"
            inputMode="decimal"
            autoComplete="off"
            label={name}
            value={shown}
            onChange={({ currentTarget: { value } }) =>
              setTyped((old) => ({ ...old, [code]: value }))
            }
          />
        ))}
      </SimpleGrid>
      {preview.kind === 'computed' ? (
        <ComputedPrice preview={preview} currency={currency} about={about} />
      ) : (
        <Text size="sm" c="dimmed">
          {prices.incomplete}
        </Text>
      )}
      {cheaper.length > 0 && (
        <Alert color="yellow" variant="outline" role="status">
          {cheaper.map((tier) => (
            <Text size="sm" key={tier}>
              {texts.cheaper(tier)}
            </Text>
          ))}
        </Alert>
      )}
    </PreviewFrame>
  );
};
