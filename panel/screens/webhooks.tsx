import { Checkbox, Fieldset, SimpleGrid } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { publicEventTypes } from '#domain/event-types.ts';
import { queryClient } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import type { FieldProps } from '../parts/form/fields.tsx';
import { TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { SecretDialog } from '../parts/form/secret-dialog.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import type { IssuedWebhookEndpoint, NewWebhookEndpoint, WebhookEndpoint } from '../wire/types.ts';

type EventType = NewWebhookEndpoint['eventTypes'][number];

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
    initial: { url: '', description: '', isAll: true, eventTypes: '' },
    send: async (values, idempotencyKey) => {
      const chosen = publicEventTypes.filter((type) => values[type] === true);
      const body = {
        url: String(values['url']),
        description: String(values['description']) || null,
        eventTypes: (values['isAll'] === true ? ['*'] : chosen) as readonly EventType[],
      };
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
      <Form form={form} action={texts.operations.createWebhook} onCancel={() => history.back()}>
        <TextField form={form} name="url" type="url" label={texts.operations.url} isRequired />
        <TextField form={form} name="description" label={texts.common.description} />
        <EventTypeFields form={form} />
      </Form>
      <SecretDialog
        title={texts.operations.secret}
        secret={issued?.secret}
        onClose={() => void navigate({ to: at('webhooks', issued?.endpoint.id ?? '') })}
      />
    </Page>
  );
};

const EventTypeFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  const isAll = form.values['isAll'] === true;
  const box = (name: string, label: string) => (
    <Checkbox
      key={name}
      label={label}
      checked={form.values[name] === true}
      onChange={({ currentTarget }) => form.set(name, currentTarget.checked)}
    />
  );
  return (
    <Fieldset legend={texts.operations.eventTypes}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {box('isAll', texts.operations.allEvents)}
        {!isAll && publicEventTypes.map((type) => box(type, type))}
      </SimpleGrid>
    </Fieldset>
  );
};
