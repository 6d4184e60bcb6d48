import { Button, Group, List, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { RequestOf, ResultOf } from '../../api/client.ts';
import { useWrite } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { CallPreview as Preview } from '../../wire/types.ts';
import { ActionButton } from '../form/action-button.tsx';
import { useCloseLabel } from '../form/confirm-action.tsx';
import type { DialogFields } from '../form/dialog-fields.ts';
import { refreshMoved, useAskedClose, useRefusedFields } from '../form/dialog-fields.ts';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { announce } from '../shell/announcer.tsx';
import { CallPreview } from './call-preview.tsx';
import type { PreviewOperation } from './use-preview.ts';
import { quoted, useKeyOf, usePreview } from './use-preview.ts';

type PreviewedOperation =
  | 'cancelSubscription'
  | 'extendTrial'
  | 'endTrial'
  | 'pauseSubscription'
  | 'resumeSubscription';

interface PreviewedActionProps<O extends PreviewedOperation> {
  readonly operation: O;
  readonly preview: PreviewOperation;
  /** Of the call, without its quote. */
  readonly request: RequestOf<O>;
  readonly label: string;
  /** Names what the button does, by the preview; the label where absent. */
  readonly consequence?: (preview: Preview | undefined) => string;
  readonly said: string;
  readonly texts?: readonly string[];
  readonly isDangerous?: boolean;
  /** Whether the fields say enough for a preview. */
  readonly isComplete?: boolean;
  /** The fields that the request is made of, and what they hold. */
  readonly children?: ReactNode;
  readonly fields?: DialogFields;
}

/** A button that shows what a call will cost, and does just that when it is confirmed. */
export const PreviewedAction = <O extends PreviewedOperation>(props: PreviewedActionProps<O>) => {
  const { operation, label, isDangerous = false } = props;
  const [isOpen, { open, close }] = useDisclosure(false);
  const askAndClose = useAskedClose(props.fields, close);
  return (
    <>
      <ActionButton operation={operation} onClick={open} isDangerous={isDangerous}>
        {label}
      </ActionButton>
      <Modal
        opened={isOpen}
        onClose={askAndClose}
        title={label}
        size="xl"
        closeButtonProps={useCloseLabel()}
      >
        <Content {...props} close={close} onCancel={askAndClose} />
      </Modal>
    </>
  );
};

const Content = <O extends PreviewedOperation>(
  props: PreviewedActionProps<O> & { readonly close: () => void; readonly onCancel: () => void },
) => {
  const { operation, preview, request, label, consequence, said, texts = [], close } = props;
  const { isComplete = true } = props;
  const { common } = useTexts();
  const { params, body } = request as {
    readonly params: { readonly subscriptionId: string };
    readonly body: object;
  };
  const state = usePreview(preview, { params, body }, isComplete);
  const keyOf = useKeyOf();
  const write = useWrite(operation, (_result: ResultOf<O>) => {
    props.fields?.reset();
    close();
    announce(said);
  });
  const refused = useRefusedFields(props.fields, write.error ?? state.error);
  const send = (): void => {
    const sent = quoted(body, state.quote);
    const idempotencyKey = keyOf(sent);
    write.mutate({ ...request, body: sent, idempotencyKey }, { onError: refreshMoved });
  };
  return (
    <Stack gap="md">
      {write.error !== null && <ProblemAlert error={write.error} {...refused} />}
      {texts.length > 0 && (
        <List size="sm" spacing="xs">
          {texts.map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      )}
      {props.children}
      <CallPreview state={state} {...refused} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={props.onCancel} data-autofocus>
          {common.back}
        </Button>
        <Button
          loading={write.isPending}
          disabled={state.isPending || !isComplete}
          onClick={send}
          {...(props.isDangerous === true ? { color: 'red' } : {})}
        >
          {consequence?.(state.preview) ?? label}
        </Button>
      </Group>
    </Stack>
  );
};
