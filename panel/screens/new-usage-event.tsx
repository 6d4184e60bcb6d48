import { Box, Button, Group, SimpleGrid, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { randomKey } from '../api/random.ts';
import { call, useMe } from '../api/session.ts';
import { CustomerChoice } from '../parts/customers/customer-choice.tsx';
import { TextAreaField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { objectIn } from '../values/meter-body.ts';
import { instantOfLocal } from '../values/times.ts';
import type { RecordedUsage } from '../wire/types.ts';

type Result = RecordedUsage['results'][number];

interface Sent {
  readonly number: number;
  readonly type: string;
  readonly data: string;
  readonly result: Result;
}

/** Sends events of usage as programs do, and shows what becomes of each. */
export const NewUsageEvent = () => {
  const { metering } = useTexts();
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const add = (one: Omit<Sent, 'number'>): void =>
    setSent((old) => [{ ...one, number: old.length + 1 }, ...old]);
  return (
    <Page
      title={metering.send}
      subtitle={metering.eventsText}
      parent={{ to: at('usage-events'), label: metering.events }}
    >
      <div className="beside">
        <EventForm onSent={add} />
        <Box miw={0} aria-live="polite">
          <Section title={metering.sent}>
            <SentEvents sent={sent} />
          </Section>
        </Box>
      </div>
    </Page>
  );
};

const EventForm = ({ onSent }: { readonly onSent: (one: Omit<Sent, 'number'>) => void }) => {
  const { metering } = useTexts();
  const { timeZone } = useMe().tenant;
  const given = useSearch({ strict: false }) as {
    readonly type?: string;
    readonly customerId?: string;
  };
  const meters = useRead('listMeters', { query: { limit: '100' } });
  const types = (meters.data?.data ?? []).map(({ eventType }) => eventType);
  const form = useFormState({
    initial: {
      customerId: given.customerId ?? '',
      type: given.type ?? '',
      id: newId(),
      date: '',
      time: '00:00',
      data: '{}',
    },
    check: ({ data }): Record<string, string> =>
      objectIn(data) === undefined ? { data: metering.noObject } : {},
    isGuarded: false,
    fieldOf: (path) => path.replace(/^events\.0\./u, ''),
    send: async ({ customerId, type, id, date, time, data }) => {
      const event = {
        id,
        type,
        customerId,
        data: objectIn(data) ?? {},
        ...(date === '' ? {} : { time: instantOfLocal(date, time || '00:00', timeZone) }),
      };
      const { results } = await call('recordUsage', { body: { events: [event] } });
      for (const result of results) onSent({ type, data, result });
      void queryClient.invalidateQueries();
    },
  });
  return (
    <Form form={form} action={metering.send}>
      <CustomerChoice form={form} />
      <TextField
        form={form}
        name="type"
        label={metering.eventType}
        hint={metering.eventTypeHint}
        choices={[...new Set(types)]}
        isRequired
      />
      <TextAreaField form={form} name="data" label={metering.data} hint={metering.dataHint} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextField
          form={form}
          name="date"
          type="date"
          label={metering.day}
          hint={metering.timeHint}
        />
        <TextField form={form} name="time" type="time" label={metering.time} hint={timeZone} />
      </SimpleGrid>
      <TextField
        form={form}
        name="id"
        label={metering.eventId}
        hint={metering.eventIdHint}
        isRequired
      />
      <Group>
        <Button variant="default" size="xs" onClick={() => form.set('id', newId())}>
          {metering.newId}
        </Button>
      </Group>
    </Form>
  );
};

const newId = (): string => `panel-${randomKey().slice(0, 12)}`;

const SentEvents = ({ sent }: { readonly sent: readonly Sent[] }) => {
  const { metering } = useTexts();
  if (sent.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {metering.noneSent}
      </Text>
    );
  }
  return (
    <Rows
      label={metering.sent}
      data={sent}
      keyOf={({ number }) => String(number)}
      columns={[
        { header: '#', cell: ({ number }) => number },
        {
          header: metering.data,
          cell: ({ type, data, result }) => (
            <>
              <div className="code">{type}</div>
              <div className="code">{data}</div>
              <div className="code">{result.id}</div>
            </>
          ),
        },
        { header: metering.outcome, cell: ({ result }) => <Outcome result={result} /> },
      ]}
    />
  );
};

const Outcome = ({ result: { outcome, code, detail } }: { readonly result: Result }) => {
  const { metering } = useTexts();
  const reason = code === undefined ? undefined : (metering.reasons[code] ?? detail ?? code);
  return (
    <>
      <StatusBadge status={outcome} />
      {reason !== undefined && <Text size="sm">{reason}</Text>}
    </>
  );
};
