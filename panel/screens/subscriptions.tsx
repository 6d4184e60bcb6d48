import { usePlanFilter } from '../parts/catalog/plan-choice.tsx';
import { useCustomerFilter } from '../parts/customers/customer-choice.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { at } from '../parts/page/links.tsx';
import { CustomerName, SubscriptionLink } from '../parts/page/names.tsx';
import { Page } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText, PeriodText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { Subscription } from '../wire/types.ts';

/** The columns of a list of subscriptions; the customer first, which their own list drops. */
export const useSubscriptionColumns = (): readonly Column<Subscription>[] => {
  const texts = useTexts();
  return [
    { header: texts.common.customer, cell: ({ customerId }) => <CustomerName id={customerId} /> },
    {
      header: texts.billing.subscription,
      cell: (subscription) => (
        <>
          <SubscriptionLink subscription={subscription} />
          {/* Of several to one plan, this tells which. */}
          <div className="code">{subscription.externalId ?? `…${subscription.id.slice(-6)}`}</div>
        </>
      ),
    },
    {
      header: texts.common.status,
      cell: (subscription) => <StatusBadge status={statusOf(subscription)} />,
    },
    {
      header: texts.billing.currentPeriod,
      cell: ({ currentPeriod }) =>
        currentPeriod === null ? texts.common.none : <PeriodText value={currentPeriod} />,
    },
    { header: texts.billing.ends, cell: ({ endsAt }) => <InstantText value={endsAt} /> },
  ];
};

/** A running subscription whose end is planned says so. */
export const statusOf = ({ status, endsAt }: Pick<Subscription, 'status' | 'endsAt'>): string =>
  status === 'active' && endsAt !== null ? 'canceling' : status;

/** The subscriptions of the tenant. */
export const Subscriptions = () => {
  const texts = useTexts();
  const statuses = (['active', 'trialing', 'scheduled', 'paused', 'ended'] as const).map(
    (value) => ({
      value,
      label: texts.statuses[value] ?? value,
    }),
  );
  const create = (
    <ActionLink operation="createSubscription" to={at('subscriptions', 'new')}>
      {texts.billing.newSubscription}
    </ActionLink>
  );
  return (
    <Page title={texts.billing.subscriptions} actions={create}>
      <DataTable
        operation="listSubscriptions"
        label={texts.billing.subscriptions}
        columns={useSubscriptionColumns()}
        keyOf={({ id }) => id}
        fileName="subscriptions"
        filters={[
          ...useCustomerFilter(),
          ...usePlanFilter(),
          { kind: 'choice', name: 'status', label: texts.common.status, options: statuses },
        ]}
        moreFilters={[
          { kind: 'text', name: 'externalId', label: texts.agreements.externalId },
          ...useCreatedFilters(),
        ]}
        empty={{ text: texts.billing.emptySubscriptions, action: create }}
      />
    </Page>
  );
};
