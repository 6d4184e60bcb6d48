import { Button, Group, List, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { OperationId, RequestOf, ResultOf } from '../../api/client.ts';
import { useWrite } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { announce } from '../shell/announcer.tsx';
import { ActionButton } from './action-button.tsx';
import type { DialogFields } from './dialog-fields.ts';
import { refreshMoved, useAskedClose, useRefusedFields } from './dialog-fields.ts';

interface ConfirmProps<O extends OperationId> {
  readonly operation: O;
  readonly request: RequestOf<O>;
  readonly label: string;
  /** The thing in words, where other rows of a table have such a button, too. */
  readonly about?: string;
  /** Each a sentence: effects that cannot be taken back. */
  readonly consequences: readonly string[];
  /** A name to be typed, where nothing brings the thing back. */
  readonly typed?: string;
  readonly isDangerous?: boolean;
  /** Why it cannot be done now. */
  readonly blocked?: string;
  readonly variant?: 'filled' | 'default' | 'subtle';
  readonly said?: string;
  readonly onDone?: (result: ResultOf<O>) => void;
  /** Fields that the request is made of, and what they hold. */
  readonly children?: ReactNode;
  readonly fields?: DialogFields;
}

/** A button that tells what will happen, and does it when that is confirmed. */
export const ConfirmAction = <O extends OperationId>(props: ConfirmProps<O>) => {
  const { operation, label, about, isDangerous = false, variant = 'default', blocked } = props;
  const [isOpen, { open, close }] = useDisclosure(false);
  const askAndClose = useAskedClose(props.fields, close);
  return (
    <>
      <ActionButton
        operation={operation}
        onClick={open}
        {...{ isDangerous, variant }}
        {...(blocked === undefined ? {} : { blocked })}
      >
        {label}
        {about !== undefined && <span className="hidden-text"> {about}</span>}
      </ActionButton>
      <Modal
        opened={isOpen}
        onClose={askAndClose}
        title={about === undefined ? label : `${label}: ${about}`}
        closeButtonProps={useCloseLabel()}
      >
        <Confirmation {...props} close={close} onCancel={askAndClose} />
      </Modal>
    </>
  );
};

/** The name of the cross in a dialog. */
export const useCloseLabel = () => ({ 'aria-label': useTexts().common.close });

const Confirmation = <O extends OperationId>(
  props: ConfirmProps<O> & { readonly close: () => void; readonly onCancel: () => void },
) => {
  const { operation, request, label, consequences, typed, said, onDone, children, close } = props;
  const texts = useTexts();
  const [text, setText] = useState('');
  const write = useWrite(operation, (result) => {
    props.fields?.reset();
    close();
    announce(said ?? texts.common.saved);
    onDone?.(result);
  });
  const refused = useRefusedFields(props.fields, write.error);
  return (
    <Stack gap="md">
      {write.error !== null && <ProblemAlert error={write.error} {...refused} />}
      <List size="sm" spacing="xs">
        {consequences.map((consequence) => (
          <List.Item key={consequence}>{consequence}</List.Item>
        ))}
      </List>
      {children}
      {typed !== undefined && (
        <TextInput
          label={texts.common.typeToConfirm(typed)}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={props.onCancel} data-autofocus>
          {texts.common.back}
        </Button>
        <Button
          loading={write.isPending}
          disabled={typed !== undefined && spaced(text) !== spaced(typed)}
          onClick={() => write.mutate(request, { onError: refreshMoved })}
          {...(props.isDangerous === true ? { color: 'red' } : {})}
        >
          {label}
        </Button>
      </Group>
    </Stack>
  );
};

/** White space as people type it: a name may hold a space that no keyboard has. */
const spaced = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
