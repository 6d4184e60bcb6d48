import { Stack, Text, Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../api/queries.ts';
import { useMe } from '../api/session.ts';
import { ConfirmAction } from '../parts/confirm-action.tsx';
import type { Column } from '../parts/data-table.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Facts } from '../parts/facts.tsx';
import { SelectField } from '../parts/fields.tsx';
import { InvoiceLines } from '../parts/invoice-lines.tsx';
import { InvoiceTotals } from '../parts/invoice-totals.tsx';
import { AppLink, at } from '../parts/links.tsx';
import { Money } from '../parts/money.tsx';
import { CustomerName, PlanName } from '../parts/names.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Loaded } from '../parts/states.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { DateText, InstantText } from '../parts/times.tsx';
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
  return (
    <Page
      key={subscriptionId}
      title={data?.name ?? texts.billing.subscription}
      parent={{ to: at('subscriptions'), label: texts.billing.subscriptions }}
      badge={data && <StatusBadge status={statusOf(data)} />}
      actions={data && <Actions subscription={data} />}
    >
      <Loaded query={subscription}>
        {(loaded) => (
          <Stack gap="xl">
            <SubscriptionFacts subscription={loaded} />
            <Upcoming subscription={loaded} />
            <Timeline id={loaded.id} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
};

const SubscriptionFacts = ({ subscription }: { readonly subscription: SubscriptionView }) => {
  const texts = useTexts();
  const { currentPeriod: period } = subscription;
  return (
    <Facts
      rows={[
        [texts.common.customer, <CustomerName id={subscription.customerId} />],
        [texts.common.plan, <PlanName id={subscription.planId} />],
        [
          texts.billing.currentPeriod,
          period && (
            <>
              <DateText value={period.start} /> – <DateText value={period.end} />
            </>
          ),
        ],
        [texts.billing.starts, <InstantText value={subscription.startsAt} />],
        [texts.billing.trialEnds, <InstantText value={subscription.trialEndsAt} />],
        [texts.billing.ends, <InstantText value={subscription.endsAt} />],
        [texts.billing.reason, subscription.endReason],
        [texts.common.timeZone, subscription.timeZone],
        [texts.common.id, <span className="code">{subscription.id}</span>],
      ]}
    />
  );
};

const Actions = ({ subscription }: { readonly subscription: SubscriptionView }) => {
  const texts = useTexts();
  if (subscription.status === 'ended') return null;
  const request = {
    params: { subscriptionId: subscription.id },
    version: subscription.version,
  };
  // An end that is that of its term is none that somebody could take back.
  if (subscription.endsAt !== null && subscription.endsAt !== subscription.termEndsAt) {
    return (
      <ConfirmAction
        operation="uncancelSubscription"
        request={request}
        label={texts.billing.uncancel}
        consequences={[texts.billing.uncancelText]}
      />
    );
  }
  return <Cancel request={request} isRunning={subscription.currentPeriod !== null} />;
};

interface CancelProps {
  readonly request: {
    readonly params: { readonly subscriptionId: string };
    readonly version: number;
  };
  readonly isRunning: boolean;
}

const Cancel = ({ request, isRunning }: CancelProps) => {
  const texts = useTexts();
  const [values, setValues] = useState({
    effective: isRunning ? 'period_end' : 'now',
    cancelCredit: 'prorated',
    reason: '',
  });
  const form = {
    values,
    errors: {},
    set: (name: string, value: string | boolean) => setValues((old) => ({ ...old, [name]: value })),
  };
  const ends = [
    ...(isRunning ? [{ value: 'period_end', label: texts.billing.cancelAtEnd }] : []),
    { value: 'now', label: texts.billing.cancelNow },
  ];
  const credits = (['prorated', 'none', 'full'] as const).map((value) => ({
    value,
    label: texts.billing.credits[value],
  }));
  const body = {
    effective: values.effective as 'now' | 'period_end',
    cancelCredit: values.cancelCredit as 'prorated' | 'none' | 'full',
    reason: values.reason || null,
  };
  return (
    <ConfirmAction
      operation="cancelSubscription"
      request={{ ...request, body }}
      label={texts.billing.cancelSubscription}
      consequences={[texts.billing.cancelText]}
      isDangerous
    >
      <SelectField form={form} name="effective" label={texts.billing.cancelOn} options={ends} />
      {values.effective === 'now' && (
        <SelectField
          form={form}
          name="cancelCredit"
          label={texts.billing.cancelCredit}
          options={credits}
        />
      )}
      <Textarea
        label={texts.billing.reason}
        value={values.reason}
        onChange={({ currentTarget }) => form.set('reason', currentTarget.value)}
      />
    </ConfirmAction>
  );
};

const Upcoming = ({ subscription }: { readonly subscription: SubscriptionView }) => {
  const texts = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
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
    { header: texts.billing.lineText, cell: ({ line }) => line?.description },
    {
      header: texts.billing.invoice,
      cell: ({ line, invoice }) => {
        if (line === null) return null;
        if (invoice === null) return texts.billing.waiting;
        return (
          <AppLink to={at('invoices', invoice.id)}>{invoice.number ?? texts.billing.draft}</AppLink>
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
        columns={columns}
        keyOf={({ kind, at: moment, line }) => `${kind} ${moment} ${line?.id ?? ''}`}
        empty={{ text: texts.operations.emptyAudit }}
      />
    </Section>
  );
};
