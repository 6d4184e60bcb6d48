import { Code, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useRead } from '../api/queries.ts';
import { CallButton } from '../parts/form/call-button.tsx';
import { Facts } from '../parts/page/facts.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { WebhookDeliveryDetails } from '../wire/types.ts';

const whilePending = 3_000;

/** One delivery: what was sent, each attempt, and what the endpoint said. */
export const Delivery = () => {
  const { deliveryId } = useParams({ strict: false }) as { readonly deliveryId: string };
  const texts = useTexts();
  const params = { webhookDeliveryId: deliveryId };
  const delivery = useRead('getWebhookDelivery', { params }, { every: whilePending });
  const { data } = delivery;
  return (
    <Page
      key={deliveryId}
      title={data?.eventType ?? texts.operations.delivery}
      badge={data && <StatusBadge status={data.status} />}
      {...(data === undefined
        ? {}
        : { parent: { to: at('webhooks', data.endpointId), label: texts.operations.deliveries } })}
      actions={
        <CallButton
          operation="resendWebhookDelivery"
          request={{ params }}
          label={texts.operations.resend}
          said={texts.operations.resent}
        />
      }
    >
      <Loaded query={delivery}>{(loaded) => <Details delivery={loaded} />}</Loaded>
    </Page>
  );
};

const Details = ({ delivery }: { readonly delivery: WebhookDeliveryDetails }) => {
  const texts = useTexts();
  return (
    <Sections>
      <Facts
        rows={[
          [texts.operations.url, <EndpointAddress id={delivery.endpointId} />],
          [texts.billing.event, <span className="code">{delivery.eventId}</span>],
          [texts.operations.nextAttempt, <InstantText value={delivery.nextAttemptAt} />],
          [texts.common.createdAt, <InstantText value={delivery.createdAt} />],
        ]}
      />
      <Section title={texts.operations.attempts}>
        <Attempts delivery={delivery} />
      </Section>
      <Payload delivery={delivery} />
    </Sections>
  );
};

/** Where it was sent to; by its id until that is read. */
const EndpointAddress = ({ id }: { readonly id: string }) => {
  const { data } = useRead('getWebhookEndpoint', { params: { webhookEndpointId: id } });
  return (
    <AppLink to={at('webhooks', id)}>
      <span className="code">{data?.url ?? id}</span>
    </AppLink>
  );
};

const Attempts = ({ delivery: { attempts } }: { readonly delivery: WebhookDeliveryDetails }) => {
  const texts = useTexts();
  if (attempts.length === 0) return <Empty text={texts.operations.noAttempts} />;
  return (
    <Rows
      label={texts.operations.attempts}
      data={attempts}
      keyOf={(attempt) => attempt.at}
      columns={[
        { header: texts.billing.at, cell: (attempt) => <InstantText value={attempt.at} /> },
        {
          header: texts.operations.response,
          cell: ({ responseStatus, error }) => responseStatus ?? error,
        },
        {
          header: texts.operations.duration,
          isNumeric: true,
          cell: ({ durationMilliseconds }) => (
            <span className="number">{durationMilliseconds} ms</span>
          ),
        },
        {
          header: texts.operations.answer,
          cell: ({ responseStatus, responseBody }) =>
            responseBody === null ? (
              responseStatus !== null && texts.common.none
            ) : (
              <pre className="code answer">{responseBody}</pre>
            ),
        },
      ]}
    />
  );
};

/** The body that is sent, to who may read events. */
const Payload = ({ delivery: { payload } }: { readonly delivery: WebhookDeliveryDetails }) => {
  const texts = useTexts();
  return (
    <Section title={texts.operations.payload}>
      {payload === null ? (
        <Text size="sm">{texts.common.notShown}</Text>
      ) : (
        <Code block className="code" tabIndex={0}>
          {JSON.stringify(payload, null, 2)}
        </Code>
      )}
    </Section>
  );
};
