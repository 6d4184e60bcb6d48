import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { queryClient, useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { TypedTarget } from '../../values/advance.ts';
import { targetOf, typedTarget } from '../../values/advance.ts';
import { dateAfter, instantText, localDateOf, localTimeOf } from '../../values/times.ts';
import { TextField } from '../form/fields.tsx';
import { Form } from '../form/form.tsx';
import type { FormState } from '../form/form-state.ts';
import { useFormState } from '../form/form-state.ts';
import { Money } from '../page/money.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import type { Journey } from './journey.ts';
import { useAdvance } from './journey.ts';

interface AdvanceProps {
  readonly now: string;
  readonly onCancel: () => void;
  readonly onAdvanced: (journey: Journey) => void;
}

/** Chooses where the clock is to stand, and shows what will happen on the way. */
export const AdvanceForm = ({ now, onCancel, onAdvanced }: AdvanceProps) => {
  const { timeZone } = useMe().tenant;
  const texts = useTexts();
  const advance = useAdvance();
  const today = localDateOf(now, timeZone);
  const form = useFormState({
    initial: {
      date: dateAfter(today, 1, 'month'),
      time: localTimeOf(now, timeZone),
      chosen: '',
    },
    isGuarded: false,
    send: async (values) => {
      const to = targetOf(values, timeZone) ?? now;
      onAdvanced(await advance({ from: now, to }));
      void queryClient.invalidateQueries();
    },
    fieldOf: () => 'date',
  });
  return (
    <Form form={form} action={texts.clock.advance} onCancel={onCancel}>
      <Presets form={form} now={now} />
      <Group grow align="flex-start">
        <TextField form={form} name="date" type="date" label={texts.clock.to} isRequired />
        <TextField
          form={form}
          name="time"
          type="time"
          label={texts.clock.time}
          hint={timeZone}
          isRequired
        />
      </Group>
      <Forecast until={targetOf(form.values, timeZone)} now={now} />
    </Form>
  );
};

interface PresetsProps {
  readonly form: FormState<{ date: string; time: string; chosen: string }>;
  readonly now: string;
}

const Presets = ({ form, now }: PresetsProps) => {
  const { timeZone } = useMe().tenant;
  const texts = useTexts();
  const locale = useLocale();
  const nextAt = useRead('forecastBilling', {}).data?.nextDueAt;
  const today = localDateOf(now, timeZone);
  const choose = ({ date, time, chosen }: TypedTarget): void => {
    form.set('date', date);
    form.set('time', time);
    form.set('chosen', chosen);
  };
  const presets = [
    [texts.clock.presets.day, dateAfter(today, 1, 'day')],
    [texts.clock.presets.week, dateAfter(today, 7, 'day')],
    [texts.clock.presets.month, dateAfter(today, 1, 'month')],
    [texts.clock.presets.year, dateAfter(today, 12, 'month')],
  ] as const;
  const isNextAhead = nextAt !== undefined && nextAt !== null && nextAt > now;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {presets.map(([label, date]) => (
          <Button
            key={label}
            variant="default"
            size="xs"
            onClick={() => choose({ date, time: localTimeOf(now, timeZone), chosen: '' })}
          >
            {label}
          </Button>
        ))}
        {isNextAhead && (
          <Button variant="default" size="xs" onClick={() => choose(typedTarget(nextAt, timeZone))}>
            {texts.clock.presets.next}
          </Button>
        )}
      </Group>
      {nextAt !== undefined && (
        <Text size="sm" c="dimmed">
          {isNextAhead
            ? texts.clock.nextAt(instantText(nextAt, timeZone, locale))
            : nextAt === null && texts.clock.nextNone}
        </Text>
      )}
    </Stack>
  );
};

const Forecast = ({ until, now }: { readonly until: string | undefined; readonly now: string }) => {
  const texts = useTexts();
  const isAhead = until !== undefined && until > now;
  const { data, error, isPlaceholderData } = useRead(
    'forecastBilling',
    { query: { until: until ?? now } },
    { enabled: isAhead },
  );
  return (
    <Alert color="gray" variant="outline" title={texts.clock.forecastTitle}>
      <Stack gap={4} aria-busy={isPlaceholderData}>
        {error !== null && isAhead && <ProblemAlert error={error} isQuiet />}
        {data !== undefined && error === null && isAhead && (
          <Text size="sm">
            {data.invoices === 0
              ? texts.clock.forecastNothing
              : texts.clock.forecast(
                  texts.billing.invoiceCount(data.invoices),
                  texts.clock.customers(data.customers),
                )}
          </Text>
        )}
        {data !== undefined && error === null && isAhead && data.customersSetAside > 0 && (
          <Text size="sm">
            {texts.clock.setAside(texts.clock.customers(data.customersSetAside))}
          </Text>
        )}
        {isAhead &&
          error === null &&
          data?.totals.map((total) => (
            <Text size="sm" key={total.currency}>
              <Money value={total} />
            </Text>
          ))}
        <Text size="sm">{texts.clock.warning}</Text>
      </Stack>
    </Alert>
  );
};
