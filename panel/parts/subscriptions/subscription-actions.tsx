import { Group, Textarea } from '@mantine/core';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { targetOf } from '../../values/advance.ts';
import type { FormValues } from '../../values/form-values.ts';
import { cancellationBody, effectiveOf, pauseBody } from '../../values/subscription-body.ts';
import { localDateOf, localTimeOf } from '../../values/times.ts';
import type { Subscription } from '../../wire/types.ts';
import { ActionLink } from '../form/action-button.tsx';
import { ConfirmAction } from '../form/confirm-action.tsx';
import { useDialogFields } from '../form/dialog-fields.ts';
import { SelectField, TextField } from '../form/fields.tsx';
import { at } from '../page/links.tsx';
import { useSumNow } from './call-preview.tsx';
import { EffectiveFields } from './effective-fields.tsx';
import { PreviewedAction } from './previewed-action.tsx';

interface ActionsProps {
  readonly subscription: Subscription;
}

/** The actions that a subscription can take in the state that it is in. */
export const SubscriptionActions = ({ subscription }: ActionsProps) => {
  const texts = useTexts();
  if (subscription.status === 'ended') return null;
  // An end that is that of its term is none that somebody could take back.
  const isEndPlanned =
    subscription.endsAt !== null && subscription.endsAt !== subscription.termEndsAt;
  return (
    <>
      {subscription.status === 'trialing' && (
        <>
          <ExtendTrial subscription={subscription} />
          <EndTrial subscription={subscription} />
        </>
      )}
      {subscription.pause === null ? (
        subscription.status === 'active' && <Pause subscription={subscription} />
      ) : (
        <Resume subscription={subscription} />
      )}
      {isEndPlanned ? (
        <ConfirmAction
          operation="uncancelSubscription"
          request={requestOf(subscription)}
          label={texts.billing.uncancel}
          consequences={[texts.billing.uncancelText]}
        />
      ) : (
        <Cancel subscription={subscription} />
      )}
      <ActionLink
        operation="changeSubscription"
        to={at('subscriptions', subscription.id, 'change')}
      >
        {texts.agreements.change}
      </ActionLink>
    </>
  );
};

const requestOf = ({ id, version }: Subscription) => ({
  params: { subscriptionId: id },
  version,
});

const Cancel = ({ subscription }: ActionsProps) => {
  const { agreements, billing } = useTexts();
  const isRunning = subscription.currentPeriod !== null;
  const form = useDialogFields({
    effective: isRunning ? 'period_end' : 'now',
    'effective.on': '',
    cancelCredit: '',
    reason: '',
  });
  const sumNow = useSumNow();
  const credits = [
    { value: '', label: agreements.asAgreed },
    ...(['prorated', 'none', 'full'] as const).map((value) => ({
      value,
      label: billing.credits[value],
    })),
  ];
  return (
    <PreviewedAction
      fields={form}
      operation="cancelSubscription"
      preview="previewCancellation"
      request={{ ...requestOf(subscription), body: cancellationBody(form.values) }}
      label={billing.cancelSubscription}
      consequence={(preview) => {
        const sum = sumNow(preview);
        return sum === undefined ? billing.cancelSubscription : agreements.cancelAndInvoice(sum);
      }}
      said={agreements.canceled}
      texts={[billing.cancelText]}
      isComplete={isDayTyped(form.values)}
      isDangerous
    >
      <EffectiveFields form={form} subscription={subscription} />
      {form.values['effective'] !== 'period_end' && (
        <SelectField
          form={form}
          name="cancelCredit"
          label={billing.cancelCredit}
          options={credits}
        />
      )}
      <Textarea
        label={billing.reason}
        value={String(form.values['reason'])}
        onChange={({ currentTarget }) => form.set('reason', currentTarget.value)}
      />
    </PreviewedAction>
  );
};

const isDayTyped = (values: FormValues): boolean =>
  values['effective'] !== 'on' || values['effective.on'] !== '';

const Pause = ({ subscription }: ActionsProps) => {
  const { agreements } = useTexts();
  const form = useDialogFields({
    effective: 'now',
    'effective.on': '',
    resumesOn: '',
    credit: 'prorated',
  });
  const credits = (['prorated', 'none'] as const).map((value) => ({
    value,
    label: agreements.pauseCredits[value],
  }));
  return (
    <PreviewedAction
      fields={form}
      operation="pauseSubscription"
      preview="previewPause"
      request={{ ...requestOf(subscription), body: pauseBody(form.values) }}
      label={agreements.pause}
      said={agreements.paused}
      texts={[agreements.pauseText]}
      isComplete={isDayTyped(form.values)}
    >
      <EffectiveFields form={form} subscription={subscription} />
      <Group grow align="flex-start">
        <TextField
          form={form}
          name="resumesOn"
          type="date"
          label={agreements.resumesOn}
          hint={agreements.resumesOnHint}
        />
        <SelectField form={form} name="credit" label={agreements.pauseCredit} options={credits} />
      </Group>
    </PreviewedAction>
  );
};

const Resume = ({ subscription }: ActionsProps) => {
  const { agreements } = useTexts();
  const sumNow = useSumNow();
  const form = useDialogFields({ effective: 'now', 'effective.on': '' });
  const ends = { currentPeriod: null, termEndsAt: null };
  return (
    <PreviewedAction
      fields={form}
      operation="resumeSubscription"
      preview="previewResumption"
      request={{ ...requestOf(subscription), body: { effective: effectiveOf(form.values) } }}
      label={agreements.resume}
      consequence={(preview) => {
        const sum = sumNow(preview);
        return sum === undefined ? agreements.resume : agreements.resumeAndInvoice(sum);
      }}
      said={agreements.resumed}
      texts={[agreements.resumeText]}
      isComplete={isDayTyped(form.values)}
    >
      <EffectiveFields form={form} subscription={ends} />
    </PreviewedAction>
  );
};

const ExtendTrial = ({ subscription }: ActionsProps) => {
  const { agreements } = useTexts();
  const { timeZone } = useMe().tenant;
  const end = subscription.trialEndsAt ?? subscription.startsAt;
  const form = useDialogFields({
    date: localDateOf(end, timeZone),
    time: localTimeOf(end, timeZone),
  });
  // The seconds of an end that was not touched are kept.
  const typed = { date: String(form.values['date']), time: String(form.values['time']) };
  const trialEndsAt = targetOf({ ...typed, chosen: end }, timeZone) ?? end;
  return (
    <PreviewedAction
      fields={form}
      operation="extendTrial"
      preview="previewTrialExtension"
      request={{ ...requestOf(subscription), body: { trialEndsAt } }}
      label={agreements.extendTrial}
      isComplete={trialEndsAt !== end}
      said={agreements.trialMoved}
    >
      <Group grow align="flex-start">
        <TextField form={form} name="date" type="date" label={agreements.trialUntil} isRequired />
        <TextField
          form={form}
          name="time"
          type="time"
          label={agreements.trialTime}
          hint={timeZone}
        />
      </Group>
    </PreviewedAction>
  );
};

const EndTrial = ({ subscription }: ActionsProps) => {
  const { agreements } = useTexts();
  return (
    <PreviewedAction
      operation="endTrial"
      preview="previewTrialEnd"
      request={{ ...requestOf(subscription), body: {} }}
      label={agreements.endTrial}
      said={agreements.trialEnded}
      texts={[agreements.endTrialText]}
    />
  );
};
