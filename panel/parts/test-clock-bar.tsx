import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import {
  dateAfter,
  instantOfLocal,
  instantText,
  localDateOf,
  localTimeOf,
  zoneName,
} from '../values/times.ts';
import { ActionButton } from './action-button.tsx';
import { announce } from './announcer.tsx';
import { useCloseLabel } from './confirm-action.tsx';
import { TextField } from './fields.tsx';
import { Form } from './form.tsx';
import { useFormState } from './form-state.ts';
import { Icon } from './icons.tsx';
import { Money } from './money.tsx';

const whileAdvancing = 500;

/** The clock of a test tenant, on each of its pages, and the way to move it. */
export const TestClockBar = () => {
  const { timeZone } = useMe().tenant;
  const texts = useTexts();
  const locale = useLocale();
  const [isOpen, { open, close }] = useDisclosure(false);
  const clock = useRead('getTestClock', {}, { every: false });
  const isAdvancing = clock.data?.status === 'advancing';
  usePolling(isAdvancing);
  useReport(isAdvancing, clock.data?.report?.invoices ?? 0);
  const now = clock.data?.now;
  return (
    <div className="test-bar no-print" role="region" aria-label={texts.operations.clock}>
      <Group gap="xs">
        <Icon name="clock" />
        <strong>{texts.operations.testBadge}</strong>
        <span>
          {now !== undefined &&
            texts.operations.clockNow(
              `${instantText(now, timeZone, locale)} ${zoneName(now, timeZone, locale)}`,
            )}
        </span>
      </Group>
      {isAdvancing ? (
        <span role="status">{texts.operations.advancing}</span>
      ) : (
        <ActionButton operation="advanceTestClock" onClick={open}>
          {texts.operations.advance}
        </ActionButton>
      )}
      <Modal
        opened={isOpen && now !== undefined}
        onClose={close}
        title={texts.operations.advance}
        closeButtonProps={useCloseLabel()}
      >
        {now !== undefined && <Advance now={now} close={close} />}
      </Modal>
    </div>
  );
};

const usePolling = (isAdvancing: boolean): void => {
  useEffect(() => {
    if (!isAdvancing) return;
    const timer = setInterval(() => void queryClient.invalidateQueries(), whileAdvancing);
    return () => clearInterval(timer);
  }, [isAdvancing]);
};

const useReport = (isAdvancing: boolean, invoices: number): void => {
  const texts = useTexts();
  const before = useRef(isAdvancing);
  useEffect(() => {
    if (before.current && !isAdvancing) {
      announce(texts.operations.advanced(texts.billing.invoiceCount(invoices)));
      void queryClient.invalidateQueries();
    }
    before.current = isAdvancing;
  }, [isAdvancing, invoices, texts]);
};

const Advance = ({ now, close }: { readonly now: string; readonly close: () => void }) => {
  const { timeZone } = useMe().tenant;
  const texts = useTexts();
  const today = localDateOf(now, timeZone);
  const form = useFormState({
    initial: { date: dateAfter(today, 1, 'month'), time: localTimeOf(now, timeZone) },
    isGuarded: false,
    send: async ({ date, time }) => {
      const to = instantOfLocal(date, time, timeZone);
      const clock = await call('advanceTestClock', { body: { to } });
      close();
      if (clock.status === 'ready') {
        announce(
          texts.operations.advanced(texts.billing.invoiceCount(clock.report?.invoices ?? 0)),
        );
      }
      void queryClient.invalidateQueries();
    },
    fieldOf: () => 'date',
  });
  const presets = [
    [texts.operations.presets.day, dateAfter(today, 1, 'day')],
    [texts.operations.presets.month, dateAfter(today, 1, 'month')],
    [texts.operations.presets.year, dateAfter(today, 12, 'month')],
  ] as const;
  return (
    <Form form={form} action={texts.operations.advance} onCancel={close}>
      <Group gap="xs">
        {presets.map(([label, date]) => (
          <Button key={label} variant="default" size="xs" onClick={() => form.set('date', date)}>
            {label}
          </Button>
        ))}
      </Group>
      <Group grow align="flex-start">
        <TextField
          form={form}
          name="date"
          type="date"
          label={texts.operations.advanceTo}
          isRequired
        />
        <TextField
          form={form}
          name="time"
          type="time"
          label={texts.operations.advanceTime}
          hint={timeZone}
        />
      </Group>
      <Forecast
        until={
          form.values.date === ''
            ? undefined
            : instantOfLocal(form.values.date, form.values.time, timeZone)
        }
        now={now}
      />
    </Form>
  );
};

const Forecast = ({ until, now }: { readonly until: string | undefined; readonly now: string }) => {
  const texts = useTexts();
  const isAhead = until !== undefined && until > now;
  const forecast = useRead(
    'forecastBilling',
    { query: { until: until ?? now } },
    { enabled: isAhead },
  );
  const { data } = forecast;
  return (
    <Alert color="gray" variant="outline">
      <Stack gap={4}>
        {data !== undefined && isAhead && (
          <Text size="sm">
            {data.invoices === 0
              ? texts.operations.advanceNothing
              : texts.operations.advanceForecast(
                  texts.billing.invoiceCount(data.invoices),
                  data.customers,
                )}
          </Text>
        )}
        {data?.totals.map((total) => (
          <Text size="sm" key={total.currency}>
            <Money value={total} />
          </Text>
        ))}
        <Text size="sm">{texts.operations.advanceWarning}</Text>
      </Stack>
    </Alert>
  );
};
