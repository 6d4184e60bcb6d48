import { Stack, Text } from '@mantine/core';
import { useSubscriptionDetailTexts } from '../../texts/subscription-details.ts';
import type { FormValues } from '../../values/form-values.ts';
import type { Override } from '../../values/own-price.ts';
import { isOwnField, overrideRow } from '../../values/own-price.ts';
import { isKept } from '../../values/plan-prices.ts';
import type { Price } from '../../wire/types.ts';
import { ModelFields } from '../catalog/price-fields.tsx';
import { usePriceText } from '../catalog/price-text.ts';
import { SwitchField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';

interface OwnPriceProps {
  readonly form: FormState<FormValues>;
  readonly price: Price;
}

/** The amounts of an item, where they are others than its price's. */
export const OwnPrice = ({ form, price: { id, name } }: OwnPriceProps) => {
  const texts = useSubscriptionDetailTexts();
  const row = overrideRow(id);
  const isOwn = form.values[isOwnField(id)] === true;
  if (isKept(form.values, row)) return null;
  return (
    <Stack gap="sm">
      <SwitchField form={form} name={isOwnField(id)} label={texts.ownPriceOf(name)} />
      {isOwn && (
        <Stack gap="sm" component="section" aria-label={texts.ownPriceOf(name)}>
          <ModelFields form={form} row={row} about={name} />
        </Stack>
      )}
    </Stack>
  );
};

interface OwnPriceTextProps {
  readonly price: Price;
  readonly currency: string;
  readonly override: Override | null;
}

/** Says that the amounts of an item are its own, and what its price would be. */
export const OwnPriceText = ({ price, currency, override }: OwnPriceTextProps) => {
  const texts = useSubscriptionDetailTexts();
  const priceText = usePriceText();
  if (override === null) return null;
  return (
    <Text size="sm" className="price-line">
      {texts.insteadOf(priceText(price, currency))}
    </Text>
  );
};
