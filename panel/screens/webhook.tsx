import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { CallButton } from '../parts/form/call-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { TextField } from '../parts/form/fields.tsx';
import type { OpenDialog } from '../parts/form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../parts/form/form-dialog.tsx';
import { SecretDialog } from '../parts/form/secret-dialog.tsx';
import { DeliveryList } from '../parts/operations/delivery-list.tsx';
import { WebhookFields, webhookBody, webhookValues } from '../parts/operations/webhook-fields.tsx';
import { Facts } from '../parts/page/facts.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { changedFields } from '../values/merge.ts';
import { dateAfter, instantOfLocal, instantText, localDateOf } from '../values/times.ts';
import type { WebhookEndpoint } from '../wire/types.ts';
import { endpointStatus } from './webhooks.tsx';

/** One endpoint: its state and why, what was sent to it, and how to send it again. */
export const Webhook = () => {
  const { endpointId } = useParams({ strict: false }) as { readonly endpointId: string };
  const texts = useTexts();
  const endpoint = useRead('getWebhookEndpoint', { params: { webhookEndpointId: endpointId } });
  const { data } = endpoint;
  return (
    <Page
      key={endpointId}
      title={data?.url ?? texts.operations.webhooks}
      parent={{ to: at('webhooks'), label: texts.operations.webhooks }}
      badge={data && <StatusBadge status={endpointStatus(data)} />}
      actions={data && <Actions endpoint={data} />}
    >
      <Loaded query={endpoint}>
        {(loaded) => (
          <Sections>
            <EndpointFacts endpoint={loaded} />
            <Section title={texts.operations.deliveries}>
              <DeliveryList endpointId={loaded.id} />
            </Section>
          </Sections>
        )}
      </Loaded>
    </Page>
  );
};

const EndpointFacts = ({ endpoint }: { readonly endpoint: WebhookEndpoint }) => {
  const texts = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  const { disabledReason, failingSince, eventTypes } = endpoint;
  const failing =
    failingSince === null
      ? texts.operations.enabled
      : texts.operations.failingSince(instantText(failingSince, timeZone, locale));
  return (
    <Facts
      rows={[
        [
          texts.common.status,
          disabledReason === null ? failing : texts.operations.disabledReasons[disabledReason],
        ],
        [
          texts.operations.eventTypes,
          eventTypes.includes('*') ? texts.operations.allEvents : eventTypes.join(', '),
        ],
        [texts.common.description, endpoint.description],
        [texts.common.createdAt, <InstantText value={endpoint.createdAt} />],
        [texts.common.id, <span className="code">{endpoint.id}</span>],
      ]}
    />
  );
};

const Actions = ({ endpoint }: { readonly endpoint: WebhookEndpoint }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const [secret, setSecret] = useState<string>();
  const params = { webhookEndpointId: endpoint.id };
  const { version, disabledReason } = endpoint;
  const isDisabled = disabledReason !== null;
  return (
    <>
      <CallButton
        operation="testWebhookEndpoint"
        request={{ params }}
        label={texts.operations.sendTest}
        said={texts.operations.testSent}
      />
      <Replay endpointId={endpoint.id} />
      <FormAction operation="updateWebhookEndpoint" label={texts.common.edit}>
        {(dialog) => <EditForm {...{ endpoint, dialog }} />}
      </FormAction>
      <CallButton
        operation="updateWebhookEndpoint"
        request={{ params, version, body: { isEnabled: isDisabled } }}
        label={isDisabled ? texts.operations.enable : texts.operations.disable}
        said={texts.common.saved}
      />
      <ConfirmAction
        operation="rotateWebhookSecret"
        request={{ params, version } as never}
        label={texts.operations.rotateSecret}
        consequences={[texts.operations.rotateSecretText]}
        onDone={(issued) => setSecret(issued.secret)}
      />
      <ConfirmAction
        operation="deleteWebhookEndpoint"
        request={{ params, version }}
        label={texts.operations.deleteWebhook}
        consequences={[texts.operations.deleteWebhookText]}
        isDangerous
        onDone={() => void navigate({ to: at('webhooks') })}
      />
      <SecretDialog
        title={texts.operations.secret}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  );
};

interface EditFormProps {
  readonly endpoint: WebhookEndpoint;
  readonly dialog: OpenDialog;
}

const EditForm = ({ endpoint, dialog }: EditFormProps) => {
  const { common } = useTexts();
  const form = useDialogForm({
    dialog,
    initial: webhookValues(endpoint),
    send: async (values) => {
      const params = { webhookEndpointId: endpoint.id };
      const body = changedFields(webhookBody(webhookValues(endpoint)), webhookBody(values));
      await call('updateWebhookEndpoint', { params, version: endpoint.version, body });
      return common.saved;
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={common.save}>
      <WebhookFields form={form} />
    </DialogForm>
  );
};

const Replay = ({ endpointId }: { readonly endpointId: string }) => {
  const texts = useTexts();
  const { timeZone } = useMe().tenant;
  const yesterday = dateAfter(localDateOf(new Date().toISOString(), timeZone), -1, 'day');
  const [since, setSince] = useState(yesterday);
  const form = {
    values: { since },
    errors: {},
    set: (_name: string, value: string | boolean) => setSince(String(value)),
  };
  const body = { since: instantOfLocal(since || yesterday, '00:00', timeZone) };
  return (
    <ConfirmAction
      operation="replayWebhookEvents"
      request={{ params: { webhookEndpointId: endpointId }, body }}
      label={texts.operations.replay}
      consequences={[texts.operations.replayText]}
      onDone={({ scheduled }) => announce(texts.operations.replayed(scheduled))}
    >
      <TextField
        form={form}
        name="since"
        type="date"
        label={texts.operations.replaySince}
        hint={timeZone}
      />
    </ConfirmAction>
  );
};
