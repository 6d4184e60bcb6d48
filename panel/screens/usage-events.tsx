import { Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../api/session.ts';
import { useCustomerFilter } from '../parts/customers/customer-choice.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { useCloseLabel } from '../parts/form/confirm-action.tsx';
import { CancelEvent } from '../parts/metering/cancel-event.tsx';
import { Judgements } from '../parts/metering/judgements.tsx';
import { Facts, stated } from '../parts/page/facts.tsx';
import { at, ButtonLink } from '../parts/page/links.tsx';
import { CustomerName, SubscriptionName } from '../parts/page/names.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { InstantText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import type { FilterSpec } from '../parts/table/filters.tsx';
import { ShowButton } from '../parts/table/show-button.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { useUsageEventTexts } from '../texts/usage-events.ts';
import { asSampleLine } from '../values/event-samples.ts';
import { instantText } from '../values/times.ts';
import type { UsageEvent } from '../wire/types.ts';

const whileLooking = 5_000;

/** The events that programs sent, newest first, and which meters count each. */
export const UsageEvents = () => {
  const { metering } = useTexts();
  const texts = useUsageEventTexts();
  const { often, seldom } = useEventFilters();
  const [shown, setShown] = useState<UsageEvent>();
  return (
    <Page title={metering.events} subtitle={texts.text} actions={<EventActions />}>
      <Text size="sm" c="dimmed">
        {texts.newestFirst}
      </Text>
      <DataTable<UsageEvent>
        operation="listUsageEvents"
        label={metering.events}
        columns={useEventColumns(setShown)}
        filters={often}
        moreFilters={seldom}
        keyOf={({ source, id }) => `${source} ${id}`}
        fileName="usage-events"
        every={whileLooking}
        empty={{ text: texts.empty }}
        lookOn={texts.lookOn}
      />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown?.type}
        size="lg"
        closeButtonProps={useCloseLabel()}
      >
        {shown !== undefined && <EventDetails event={shown} close={() => setShown(undefined)} />}
      </Modal>
    </Page>
  );
};

const EventActions = () => {
  const { metering } = useTexts();
  const texts = useUsageEventTexts();
  return (
    <>
      <ActionLink operation="previewMeter" to={at('usage-events', 'try')} variant="default">
        {texts.tryOut}
      </ActionLink>
      <ActionLink operation="recordUsage" to={at('usage-events', 'new')}>
        {metering.send}
      </ActionLink>
    </>
  );
};

const useEventFilters = (): Readonly<Record<'often' | 'seldom', readonly FilterSpec[]>> => {
  const { metering } = useTexts();
  const texts = useUsageEventTexts();
  return {
    often: [
      ...useCustomerFilter(),
      { kind: 'text', name: 'type', label: metering.eventType },
      { kind: 'date', name: 'from', label: texts.from },
      { kind: 'date', name: 'to', label: texts.before },
    ],
    seldom: [
      { kind: 'text', name: 'id', label: metering.eventId },
      { kind: 'text', name: 'source', label: metering.source },
    ],
  };
};

const useEventColumns = (show: (event: UsageEvent) => void): readonly Column<UsageEvent>[] => {
  const { common } = useTexts();
  const texts = useUsageEventTexts();
  return [
    { header: texts.when, cell: (event) => <When event={event} /> },
    { header: common.customer, cell: ({ customerId }) => <CustomerName id={customerId} /> },
    {
      header: texts.event,
      cell: ({ type, source, id }) => (
        <>
          <div className="code">{type}</div>
          <div className="price-line code">
            {source} · {id}
          </div>
        </>
      ),
    },
    { header: texts.meters, cell: ({ meters }) => <Judgements meters={meters} /> },
    {
      header: common.actions,
      cell: (event) => (
        <ShowButton label={texts.show} about={event.id} onClick={() => show(event)} />
      ),
    },
  ];
};

/** When it happened; beside it when it was received, where that says more. */
const When = ({ event: { time, receivedAt, isTimed } }: { readonly event: UsageEvent }) => {
  const texts = useUsageEventTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  return (
    <>
      <InstantText value={time} />
      {isTimed && (
        <div className="price-line">
          {texts.received(instantText(receivedAt, timeZone, locale))}
        </div>
      )}
    </>
  );
};

interface EventDetailsProps {
  readonly event: UsageEvent;
  readonly close: () => void;
}

const EventDetails = ({ event, close }: EventDetailsProps) => {
  const { billing, common, metering } = useTexts();
  const texts = useUsageEventTexts();
  return (
    <Stack gap="lg">
      <Facts
        rows={[
          [common.customer, <CustomerName id={event.customerId} />],
          ...stated(billing.subscription, event.subscriptionId, (id) => (
            <SubscriptionName id={id} />
          )),
          [texts.when, <When event={event} />],
          [metering.source, <span className="code">{event.source}</span>],
          [metering.eventId, <span className="code">{event.id}</span>],
          ...stated(texts.cancelled, event.cancelledAt, (value) => <InstantText value={value} />),
          ...stated(texts.cancelReason, event.cancelReason),
        ]}
      />
      <Section title={texts.meters}>
        <Judgements meters={event.meters} />
      </Section>
      <Section title={metering.data}>
        <Code block className="code" tabIndex={0}>
          {JSON.stringify(event.data, null, 2)}
        </Code>
      </Section>
      <Group>
        <ButtonLink to={at('usage-events', 'try')} search={{ events: asSampleLine(event) }}>
          {texts.tryThis}
        </ButtonLink>
        {event.cancelledAt === null && <CancelEvent event={event} onDone={close} />}
      </Group>
    </Stack>
  );
};
