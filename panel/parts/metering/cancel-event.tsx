import { List, Text } from '@mantine/core';
import { ApiProblem } from '../../api/problem.ts';
import { call } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useUsageEventTexts } from '../../texts/usage-events.ts';
import type { UsageEvent } from '../../wire/types.ts';
import { TextField } from '../form/fields.tsx';
import type { OpenDialog } from '../form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../form/form-dialog.tsx';

interface CancelEventProps {
  readonly event: UsageEvent;
  readonly onDone: () => void;
}

/** A button that takes an event out of what is counted. */
export const CancelEvent = (props: CancelEventProps) => {
  const texts = useUsageEventTexts();
  return (
    <FormAction operation="cancelUsage" label={texts.cancel}>
      {(dialog) => <CancelForm {...props} dialog={dialog} />}
    </FormAction>
  );
};

const CancelForm = ({
  event: { id, source },
  onDone,
  dialog,
}: CancelEventProps & { readonly dialog: OpenDialog }) => {
  const { billing } = useTexts();
  const texts = useUsageEventTexts();
  const form = useDialogForm({
    dialog,
    initial: { reason: '' },
    send: async ({ reason }) => {
      const body = { events: [{ id, source }], ...(reason === '' ? {} : { reason }) };
      const { results } = await call('cancelUsage', { body });
      const [result] = results;
      if (result?.outcome === 'refused') throw refusalOf(result);
      onDone();
      return texts.cancelledNow;
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={texts.cancel}>
      <List size="sm" spacing="xs">
        {texts.cancelTexts.map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
      <Text size="sm" className="code">
        {source} · {id}
      </Text>
      <TextField form={form} name="reason" label={billing.reason} />
    </DialogForm>
  );
};

/** One event of many is refused within an answer that succeeded; here it is the only one. */
const refusalOf = ({
  code = '',
  detail = '',
}: {
  readonly code?: string;
  readonly detail?: string;
}) =>
  new ApiProblem({ type: '', title: '', status: 409, code, detail, instance: '', requestId: '' });
