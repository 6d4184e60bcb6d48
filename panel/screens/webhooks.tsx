import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { SecretDialog } from '../parts/form/secret-dialog.tsx';
import { useCancel } from '../parts/form/use-cancel.ts';
import { WebhookFields, webhookBody, webhookValues } from '../parts/operations/webhook-fields.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import type { IssuedWebhookEndpoint, WebhookEndpoint } from '../wire/types.ts';

/** The webhook endpoints of the tenant. */
export const Webhooks = () => {
  const texts = useTexts();
  const columns: readonly Column<WebhookEndpoint>[] = [
    {
      header: texts.operations.url,
      cell: ({ id, url }) => (
        <AppLink to={at('webhooks', id)}>
          <span className="code">{url}</span>
        </AppLink>
      ),
    },
    {
      header: texts.common.status,
      cell: (endpoint) => <StatusBadge status={endpointStatus(endpoint)} />,
    },
    {
      header: texts.operations.eventTypes,
      cell: ({ eventTypes }) =>
        eventTypes.includes('*') ? (
          texts.operations.allEvents
        ) : (
          <span className="code">{eventTypes.join(', ')}</span>
        ),
    },
    { header: texts.common.description, cell: ({ description }) => description },
    { header: texts.common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
  ];
  const create = (
    <ActionLink operation="createWebhookEndpoint" to={at('webhooks', 'new')}>
      {texts.operations.newWebhook}
    </ActionLink>
  );
  return (
    <Page title={texts.operations.webhooks} actions={create}>
      <DataTable
        operation="listWebhookEndpoints"
        label={texts.operations.webhooks}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ text: texts.operations.emptyWebhooks, action: create }}
      />
    </Page>
  );
};

/** In a word: whether events are sent to an endpoint. */
export const endpointStatus = ({
  disabledReason,
  failingSince,
}: Pick<WebhookEndpoint, 'disabledReason' | 'failingSince'>): string => {
  if (disabledReason !== null) return 'disabled';
  return failingSince === null ? 'enabled' : 'failing';
};

/** The form of a new endpoint. Its signing secret is shown once. */
export const NewWebhook = () => {
  const texts = useTexts();
  const navigate = useNavigate();
  const [issued, setIssued] = useState<IssuedWebhookEndpoint>();
  const form = useFormState<FormValues>({
    initial: webhookValues(),
    send: async (values, idempotencyKey) => {
      const body = webhookBody(values);
      setIssued(await call('createWebhookEndpoint', { body, idempotencyKey }));
      void queryClient.invalidateQueries();
    },
  });
  return (
    <Page
      title={texts.operations.newWebhook}
      parent={{ to: at('webhooks'), label: texts.operations.webhooks }}
      isForm
    >
      <Form
        form={form}
        action={texts.operations.createWebhook}
        onCancel={useCancel(at('webhooks'))}
      >
        <WebhookFields form={form} />
      </Form>
      <SecretDialog
        title={texts.operations.secret}
        secret={issued?.secret}
        onClose={() => void navigate({ to: at('webhooks', issued?.endpoint.id ?? '') })}
      />
    </Page>
  );
};
