import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { hasQuantity, includedField, quantityField } from '../../values/item-body.ts';
import type { Price } from '../../wire/types.ts';
import { usePriceLines } from '../catalog/price-text.ts';
import { UsageOf } from '../catalog/usage-of-price.tsx';
import { SwitchField, TextField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';
import { OwnEnd } from './own-end.tsx';
import { OwnPrice } from './own-price.tsx';

interface ItemFieldsProps {
  readonly form: FormState<FormValues>;
  readonly prices: readonly Price[];
  readonly currency: string;
  /** Whether prices that are not optional can be taken away, too: of what runs already. */
  readonly areRemovable?: boolean;
}

/** The quantities of a subscription, and the prices that it has or does without. */
export const ItemFields = ({ form, prices, currency, areRemovable = false }: ItemFieldsProps) => {
  const { agreements } = useTexts();
  const linesOf = usePriceLines();
  return (
    <Stack gap="md">
      {prices.map((price) => {
        const { id, name } = price;
        const isChosen = areRemovable || price.isOptional === true;
        const isIncluded = form.values[includedField(id)] === true;
        return (
          <Stack key={id} gap="sm" className="item">
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <Stack gap={4}>
                {isChosen ? (
                  <SwitchField
                    form={form}
                    name={includedField(id)}
                    label={agreements.withPrice(name)}
                  />
                ) : (
                  <Text size="sm" fw={600}>
                    {name}
                  </Text>
                )}
                {linesOf(price, currency).map((line) => (
                  <Text key={line} size="sm" c="dimmed">
                    {line}
                  </Text>
                ))}
                <UsageOf price={price} />
              </Stack>
              <Group align="flex-start">
                {hasQuantity(price) && isIncluded && (
                  <TextField
                    form={form}
                    name={quantityField(id)}
                    label={agreements.quantityOf(name)}
                  />
                )}
              </Group>
            </SimpleGrid>
            {isIncluded && <OwnPrice form={form} price={price} />}
            {isIncluded && <OwnEnd form={form} price={price} />}
          </Stack>
        );
      })}
    </Stack>
  );
};
