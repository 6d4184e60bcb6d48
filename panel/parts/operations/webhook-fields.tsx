import { Checkbox, Fieldset, SimpleGrid } from '@mantine/core';
import { publicEventTypes } from '#domain/event-types.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import type { NewWebhookEndpoint, WebhookEndpoint } from '../../wire/types.ts';
import { FieldError } from '../form/field-error.tsx';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';

type EventType = NewWebhookEndpoint['eventTypes'][number];
type Edited = Pick<WebhookEndpoint, 'url' | 'description' | 'eventTypes'>;

const unwritten: Edited = { url: '', description: null, eventTypes: ['*'] };

/** An endpoint as values of its form, with a value for each type of events that it gets. */
export const webhookValues = (endpoint: Edited = unwritten): FormValues => ({
  url: endpoint.url,
  description: endpoint.description ?? '',
  eventTypes: '',
  isAll: endpoint.eventTypes.includes('*'),
  ...Object.fromEntries(endpoint.eventTypes.map((type) => [type, true])),
});

/** The endpoint that was typed and chosen, as the API takes it. */
export const webhookBody = (values: FormValues) => ({
  url: String(values['url']),
  description: String(values['description']) || null,
  eventTypes: (values['isAll'] === true
    ? ['*']
    : publicEventTypes.filter((type) => values[type] === true)) as readonly EventType[],
});

/** The fields of an endpoint. */
export const WebhookFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const { common, operations } = useTexts();
  return (
    <>
      <TextField form={form} name="url" type="url" label={operations.url} isRequired />
      <TextField form={form} name="description" label={common.description} />
      <EventTypeFields form={form} />
    </>
  );
};

const EventTypeFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  const isAll = form.values['isAll'] === true;
  const box = (name: string, label: string, code?: string) => (
    <Checkbox
      key={name}
      label={label}
      description={code === undefined ? undefined : <span className="code">{code}</span>}
      checked={form.values[name] === true}
      onChange={({ currentTarget }) => form.set(name, currentTarget.checked)}
    />
  );
  return (
    <Fieldset legend={texts.operations.eventTypes}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {box('isAll', texts.operations.allEvents)}
        {!isAll && publicEventTypes.map((type) => box(type, texts.events.textOf(type), type))}
      </SimpleGrid>
      <FieldError form={form} name="eventTypes" />
    </Fieldset>
  );
};
