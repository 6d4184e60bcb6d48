import { Box } from '@mantine/core';
import { useLocale } from '../../texts/catalogue.ts';
import { useSubscriptionDetailTexts } from '../../texts/subscription-details.ts';
import type { FormValues } from '../../values/form-values.ts';
import { canEnd, endField, hasEnded, hasEndField } from '../../values/own-end.ts';
import { dateText, localDateOf } from '../../values/times.ts';
import type { Price } from '../../wire/types.ts';
import { useNow } from '../clock/use-now.ts';
import { SwitchField, TextField } from '../form/fields.tsx';
import type { FormState } from '../form/form-state.ts';

interface OwnEndProps {
  readonly form: FormState<FormValues>;
  readonly price: Price;
}

/** The end of an item, where it ends before its subscription does. */
export const OwnEnd = ({ form, price }: OwnEndProps) => {
  const texts = useSubscriptionDetailTexts();
  const { id, name } = price;
  if (!canEnd(price)) return null;
  return (
    <>
      <SwitchField form={form} name={hasEndField(id)} label={texts.ownEndOf(name)} />
      {form.values[hasEndField(id)] === true && (
        <Box maw={320}>
          <TextField
            form={form}
            name={endField(id)}
            type="date"
            label={texts.firstDayWithout(name)}
            isRequired
          />
        </Box>
      )}
    </>
  );
};

interface OwnEndTextProps {
  readonly endsOn: string | null;
  /** Whose days are counted. */
  readonly timeZone: string;
}

/** Says when an item ends by itself, or that it has. */
export const OwnEndText = ({ endsOn, timeZone }: OwnEndTextProps) => {
  const texts = useSubscriptionDetailTexts();
  const locale = useLocale();
  const today = localDateOf(useNow(), timeZone);
  if (endsOn === null) return null;
  const day = dateText(endsOn, locale);
  return (
    <div className="price-line">
      {hasEnded(endsOn, today) ? texts.endedOn(day) : texts.withoutFrom(day)}
    </div>
  );
};
