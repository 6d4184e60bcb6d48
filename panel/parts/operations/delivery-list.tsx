import { useTexts } from '../../texts/catalogue.ts';
import type { WebhookDelivery } from '../../wire/types.ts';
import { AppLink, at } from '../page/links.tsx';
import { StatusBadge } from '../page/status-badge.tsx';
import { InstantText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { useCreatedFilters } from '../table/filters.tsx';

const asOften = 5_000;

/** The deliveries to an endpoint, with its last response. */
export const DeliveryList = ({ endpointId }: { readonly endpointId: string }) => {
  const texts = useTexts();
  const columns: readonly Column<WebhookDelivery>[] = [
    {
      header: texts.billing.event,
      cell: ({ id, eventType }) => (
        <AppLink to={at('deliveries', id)}>
          <span className="code">{eventType}</span>
        </AppLink>
      ),
    },
    { header: texts.common.status, cell: ({ status }) => <StatusBadge status={status} /> },
    {
      header: texts.operations.attempts,
      isNumeric: true,
      cell: ({ attemptsMade }) => attemptsMade,
    },
    {
      header: texts.operations.response,
      cell: ({ attempts }) => {
        const last = attempts.at(-1);
        return last?.responseStatus ?? last?.error;
      },
    },
    {
      header: texts.operations.nextAttempt,
      cell: ({ nextAttemptAt }) => <InstantText value={nextAttemptAt} />,
    },
    { header: texts.common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
  ];
  const statuses = (['pending', 'succeeded', 'failed'] as const).map((value) => ({
    value,
    label: texts.statuses[value] ?? value,
  }));
  return (
    <DataTable
      operation="listWebhookDeliveries"
      fileName="deliveries"
      query={{ endpointId }}
      label={texts.operations.deliveries}
      columns={columns}
      keyOf={({ id }) => id}
      every={asOften}
      filters={[
        { kind: 'choice', name: 'status', label: texts.common.status, options: statuses },
        ...useCreatedFilters(),
      ]}
      empty={{ text: texts.operations.emptyDeliveries }}
    />
  );
};
