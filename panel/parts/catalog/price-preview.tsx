import { Alert, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId, useMemo, useState } from 'react';
import type { PricingStep } from '#domain/catalog/pricing/step.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import {
  decimalText,
  moneyText,
  readDecimal,
  typedDecimal,
  unitPriceText,
} from '../../values/money-text.ts';
import { percentText } from '../../values/percent-text.ts';
import { priceBody } from '../../values/plan-prices.ts';
import { chartMax, exampleQuantity } from '../../values/price-chart.ts';
import type { PreviewedPrice } from '../../values/price-preview.ts';
import { majorText, previewedPrice } from '../../values/price-preview.ts';
import { warningsOf } from '../../values/price-warnings.ts';
import { text } from '../../values/typed-fields.ts';
import type { PriceInput } from '../../wire/types.ts';
import { Money } from '../page/money.tsx';
import { Rows } from '../table/data-table.tsx';
import { PriceChart } from './price-chart.tsx';
import { useCapacityText, useTierText } from './price-text.ts';

interface PricePreviewProps {
  readonly values: FormValues;
  readonly row: string;
  readonly about: string;
}

/** The amount of a price for any quantity, while it is written. It asks no server. */
export const PricePreview = ({ values, row, about }: PricePreviewProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const [typed, setTyped] = useState<string>();
  const currency = text(values, 'currency');
  const written = JSON.stringify(priceBody(values, row, { currency, language: locale }));
  const price = useMemo(() => JSON.parse(written) as PriceInput, [written]);
  const shown = typed ?? typedDecimal(exampleQuantity(price), locale);
  const quantity = readDecimal(shown, locale) ?? shown;
  const preview = useMemo(
    () => previewedPrice(price, currency, quantity),
    [price, currency, quantity],
  );
  const warnings = useMemo(() => warningsOf(price, currency), [price, currency]);
  return (
    <PreviewFrame about={about}>
      {price.model !== 'flat' && (
        <Quantity shown={shown} quantity={quantity} price={price} onChange={setTyped} />
      )}
      {preview.kind === 'computed' ? (
        <ComputedPrice preview={preview} currency={currency} about={about} />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.prices.incomplete}
        </Text>
      )}
      {preview.kind === 'computed' && price.model !== 'flat' && (
        <PriceChart price={price} currency={currency} until={chartMax(price, quantity)} />
      )}
      {warnings.length > 0 && (
        <Alert color="yellow" variant="outline" role="status">
          <Stack gap={4}>
            {warnings.map((warning) => (
              <Text size="sm" key={JSON.stringify(warning)}>
                {warning.kind === 'drop'
                  ? texts.prices.drop(
                      decimalText(warning.at, locale),
                      moneyText(warning.by, locale),
                    )
                  : texts.prices.dearer(warning.tier)}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
    </PreviewFrame>
  );
};

interface PreviewFrameProps {
  readonly about: string;
  readonly children: ReactNode;
}

/** The part of a page that shows what a price comes to. */
export const PreviewFrame = ({ about, children }: PreviewFrameProps) => {
  const { prices } = useTexts();
  return (
    <Stack
      gap="sm"
      className="price-preview"
      component="section"
      aria-label={`${prices.preview}, ${about}`}
    >
      <Text size="sm" c="dimmed">
        {prices.previewText}
      </Text>
      {children}
    </Stack>
  );
};

interface QuantityProps {
  readonly shown: string;
  readonly quantity: string;
  readonly price: PriceInput;
  readonly onChange: (text: string) => void;
}

const Quantity = ({ shown, quantity, price, onChange }: QuantityProps) => {
  const texts = useTexts();
  const id = useId();
  return (
    <div className="quantity">
      <TextInput
        id={id}
        size="xs"
        inputMode="decimal"
        autoComplete="off"
        label={texts.prices.quantity}
        value={shown}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <input
        type="range"
        aria-label={texts.prices.quantitySlider}
        min={0}
        max={chartMax(price, '0')}
        value={Math.round(Number(quantity)) || 0}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
};

interface ComputedProps {
  readonly preview: Extract<PreviewedPrice, { readonly kind: 'computed' }>;
  readonly currency: string;
  readonly about: string;
}

/** The amount of a price that is complete, and how it comes to be. */
export const ComputedPrice = ({ preview, currency, about }: ComputedProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const { amount, priced, minorUnitDigits } = preview;
  const money = (minor: PricingStep['amount']): string =>
    unitPriceText(majorText(minor, minorUnitDigits), currency, locale);
  const words = useStepWords(money);
  const isRounded = priced.exact.toText() !== String(amount.amount);
  const steps = priced.steps.map((step, index) => ({ index, text: words(step), of: step.amount }));
  return (
    <>
      <Text size="xl" fw={600} aria-live="polite">
        <Money value={amount} />
      </Text>
      {isRounded && <Text size="sm">{texts.prices.exactly(money(priced.exact))}</Text>}
      <Rows
        label={`${texts.billing.explainTitle}, ${about}`}
        data={steps}
        keyOf={({ index }) => String(index)}
        columns={[
          { header: texts.prices.step, cell: (step) => step.text },
          {
            header: texts.common.amount,
            isNumeric: true,
            cell: (step) => <span className="number">{money(step.of)}</span>,
          },
        ]}
      />
    </>
  );
};

/** Says a step of a price in the viewer's language. */
const useStepWords = (money: (minor: PricingStep['amount']) => string) => {
  const { steps } = useTexts().prices;
  const locale = useLocale();
  const capacityText = useCapacityText();
  const tierText = useTierText();
  const decimal = (given: string) => decimalText(given, locale);
  return (step: PricingStep): string => {
    switch (step.kind) {
      case 'flat':
        return step.tier === null
          ? steps.flat(decimal(step.quantity))
          : steps.flatOfTier(tierText(step.tier.above, step.tier.upTo));
      case 'units': {
        const price = steps.units(decimal(step.quantity.toText()), money(step.unitAmount));
        return step.tier === null
          ? price
          : `${price}, ${tierText(step.tier.above, step.tier.upTo)}`;
      }
      case 'packages': {
        const { packages, packageSize, unitAmount, tier } = step;
        const count = decimal(String(packages));
        const price = steps.packages(count, decimal(packageSize), money(unitAmount));
        return tier === null ? price : `${price}, ${tierText(tier.above, tier.upTo)}`;
      }
      case 'free_units':
        return steps.freeUnits(decimal(step.quantity.toText()));
      case 'rate': {
        const share = steps.rate(decimal(step.value.toText()), percentText(step.rate, locale));
        return `${share}, ${tierText(step.tier.above, step.tier.upTo)}`;
      }
      case 'capacity':
        return capacityText(step);
      case 'nothing':
        return steps.nothing;
      case 'total':
        return steps.total;
      case 'minimum':
      case 'maximum':
        return steps[step.kind];
      // Of models that the form does not have, and of events in sum.
      case 'average':
      case 'share':
      case 'paid_events':
      case 'carried_sum':
      case 'no_amount':
      case 'given_back':
      case 'event':
      case 'free_events':
      case 'carried':
      case 'unpriced':
        return steps.other;
    }
  };
};
