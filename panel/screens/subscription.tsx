import { Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useRead } from '../api/queries.ts';
import { InvoiceLines } from '../parts/invoicing/invoice-lines.tsx';
import { InvoiceTotals } from '../parts/invoicing/invoice-totals.tsx';
import { CurrentUsage } from '../parts/metering/current-usage.tsx';
import { UsageAlerts } from '../parts/metering/usage-alerts.tsx';
import { Facts, stated } from '../parts/page/facts.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Money } from '../parts/page/money.tsx';
import { CustomerName, PlanName, useSubscriptionTitle } from '../parts/page/names.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText, PeriodText } from '../parts/page/times.tsx';
import { SubscriptionActions } from '../parts/subscriptions/subscription-actions.tsx';
import { SubscriptionChanges } from '../parts/subscriptions/subscription-changes.tsx';
import { SubscriptionItems } from '../parts/subscriptions/subscription-items.tsx';
import { SubscriptionTexts } from '../parts/subscriptions/subscription-texts.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { instantText } from '../values/times.ts';
import type { Subscription as SubscriptionView, TimelineEntry } from '../wire/types.ts';
import { statusOf } from './subscriptions.tsx';

/** One subscription: its period, its next invoice, what happened, and how it ends. */
export const Subscription = () => {
  const { subscriptionId } = useParams({ strict: false }) as { readonly subscriptionId: string };
  const texts = useTexts();
  const subscription = useRead('getSubscription', { params: { subscriptionId } });
  const { data } = subscription;
  const title = useSubscriptionTitle(data);
  return (
    <Page
      key={subscriptionId}
      title={title ?? texts.billing.subscription}
      isWaiting={title === undefined && subscription.error === null}
      parent={{ to: at('subscriptions'), label: texts.billing.subscriptions }}
      badge={data && <StatusBadge status={statusOf(data)} />}
      actions={data && <SubscriptionActions subscription={data} />}
    >
      <Loaded query={subscription}>
        {(loaded) => (
          <Sections>
            <SubscriptionFacts subscription={loaded} />
            <SubscriptionItems subscription={loaded} />
            <CurrentUsage subscription={loaded} />
            <UsageAlerts customerId={loaded.customerId} subscriptionId={loaded.id} />
            <Upcoming subscription={loaded} />
            <SubscriptionChanges subscription={loaded} />
            <SubscriptionTexts subscription={loaded} />
            <Timeline id={loaded.id} />
          </Sections>
        )}
      </Loaded>
    </Page>
  );
};

const SubscriptionFacts = ({ subscription }: { readonly subscription: SubscriptionView }) => {
  const texts = useTexts();
  const { currentPeriod: period, term, renewal, planId, planVersion, pause } = subscription;
  const instant = (value: string) => <InstantText value={value} of={subscription} />;
  return (
    <Facts
      rows={[
        [texts.common.customer, <CustomerName id={subscription.customerId} />],
        [
          texts.common.plan,
          <>
            <PlanName id={planId} />,{' '}
            <AppLink to={at('plans', planId, 'versions', String(planVersion))}>
              {texts.prices.version(planVersion)}
            </AppLink>
          </>,
        ],
        [texts.billing.currentPeriod, period && <PeriodText value={period} />],
        [texts.billing.starts, <InstantText value={subscription.startsAt} of={subscription} />],
        ...stated(texts.billing.trialEnds, subscription.trialEndsAt, instant),
        ...(pause === null
          ? []
          : [
              [
                texts.agreements.pausedSince,
                <InstantText value={pause.startsAt} of={subscription} />,
              ] as const,
              [
                texts.agreements.pausedUntil,
                <InstantText value={pause.resumesAt} of={subscription} />,
              ] as const,
            ]),
        ...stated(texts.billing.ends, subscription.endsAt, instant),
        ...(term === null
          ? []
          : [
              [
                texts.agreements.boundFor,
                texts.agreements.boundThen(
                  texts.agreements.lengths[term.unit](term.count),
                  texts.agreements.renewals[renewal ?? 'end'],
                ),
              ] as const,
            ]),
        ...stated(texts.billing.reason, subscription.endReason),
        ...stated(texts.agreements.externalId, subscription.externalId),
        ...stated(texts.agreements.purchaseOrder, subscription.purchaseOrder),
        [texts.common.timeZone, subscription.timeZone],
        [texts.common.id, <span className="code">{subscription.id}</span>],
      ]}
    />
  );
};

const Upcoming = ({ subscription }: { readonly subscription: SubscriptionView }) => {
  const texts = useTexts();
  const locale = useLocale();
  const { timeZone } = subscription;
  const params = { subscriptionId: subscription.id };
  const upcoming = useRead('previewUpcomingInvoice', { params });
  return (
    <Section title={texts.billing.upcoming}>
      <Loaded query={upcoming}>
        {({ next }) =>
          next === null ? (
            <Text size="sm" c="dimmed">
              {texts.billing.upcomingNone}
            </Text>
          ) : (
            <Stack gap="sm">
              <Text size="sm">
                {texts.billing.upcomingAt(
                  `${instantText(next.at, timeZone, locale)} (${timeZone})`,
                )}
              </Text>
              <InvoiceLines lines={next.lines} />
              <InvoiceTotals totals={next} />
            </Stack>
          )
        }
      </Loaded>
    </Section>
  );
};

const Timeline = ({ id }: { readonly id: string }) => {
  const texts = useTexts();
  const columns: readonly Column<TimelineEntry>[] = [
    { header: texts.billing.at, cell: (entry) => <InstantText value={entry.at} /> },
    { header: texts.billing.event, cell: ({ kind }) => texts.billing.kinds[kind] },
    {
      header: texts.billing.lineText,
      cell: ({ line }) =>
        line && (
          <>
            {line.description}
            <div className="price-line">
              <PeriodText value={line.servicePeriod} />
            </div>
          </>
        ),
    },
    {
      header: texts.billing.invoice,
      cell: ({ line, invoice }) => {
        if (line === null) return null;
        if (invoice === null) return texts.billing.waiting;
        return (
          <AppLink to={at('invoices', invoice.id)}>
            <span className="document-number">{invoice.number ?? texts.billing.draft}</span>
          </AppLink>
        );
      },
    },
    {
      header: texts.common.amount,
      isNumeric: true,
      cell: ({ line }) => line && <Money value={line.amount} />,
    },
  ];
  return (
    <Section title={texts.billing.timeline}>
      <DataTable
        operation="listSubscriptionTimeline"
        params={{ subscriptionId: id }}
        label={texts.billing.timeline}
        fileName="timeline"
        isOldestFirst
        columns={columns}
        keyOf={({ kind, at: moment, line }) => `${kind} ${moment} ${line?.id ?? ''}`}
        empty={{ text: texts.operations.emptyAudit }}
      />
    </Section>
  );
};
