import { Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useCallback, useRef } from 'react';
import type { OperationId } from '../../api/client.ts';
import { queryClient } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { announce } from '../shell/announcer.tsx';
import { ActionButton } from './action-button.tsx';
import { useCloseLabel } from './confirm-action.tsx';
import { refreshMoved } from './dialog-fields.ts';
import { Form } from './form.tsx';
import type { FormOptions, FormState } from './form-state.ts';
import { useFormState } from './form-state.ts';

/** A dialog to the form in it. */
export interface OpenDialog {
  /** Hears whether the form holds input that closing would lose. */
  readonly noteInput: (isDirty: boolean) => void;
  /** Closes; where input would be lost, only after a question. */
  readonly askAndClose: () => void;
  /** Closes after the form has done its work. */
  readonly close: () => void;
}

interface FormActionProps {
  readonly operation: OperationId;
  /** Of the button and of the dialog. */
  readonly label: string;
  /** Stands behind the label, such as a name for those who hear the page. */
  readonly about?: ReactNode;
  readonly variant?: 'filled' | 'default';
  readonly children: (dialog: OpenDialog) => ReactNode;
}

/** A button that opens a dialog with a form, which asks before it closes over unsent input. */
export const FormAction = ({ operation, label, about, variant, children }: FormActionProps) => {
  const texts = useTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isDirty = useRef(false);
  const askAndClose = (): void => {
    // The browser's own question, as where a page is left.
    if (isDirty.current && !window.confirm(texts.common.unsaved)) return;
    isDirty.current = false;
    close();
  };
  const noteInput = useCallback((dirty: boolean): void => {
    isDirty.current = dirty;
  }, []);
  return (
    <>
      <ActionButton operation={operation} onClick={open} {...(variant && { variant })}>
        {label}
        {about}
      </ActionButton>
      <Modal opened={isOpen} onClose={askAndClose} title={label} closeButtonProps={useCloseLabel()}>
        {children({ noteInput, askAndClose, close })}
      </Modal>
    </>
  );
};

interface DialogFormOptions<Values extends FormValues> extends Omit<FormOptions<Values>, 'send'> {
  readonly dialog: OpenDialog;
  /** Sends it; gives the words for that it worked. */
  readonly send: (values: Values, idempotencyKey: string) => Promise<string>;
}

/** The state of a form in a dialog. Once it is sent that is said, and the dialog closes. */
export const useDialogForm = <Values extends FormValues>({
  dialog,
  send,
  ...options
}: DialogFormOptions<Values>): FormState<Values> =>
  useFormState({
    ...options,
    send: async (values, idempotencyKey) => {
      try {
        announce(await send(values, idempotencyKey));
      } catch (error) {
        refreshMoved(error);
        throw error;
      }
      void queryClient.invalidateQueries();
      dialog.close();
    },
  });

interface DialogFormProps<Values extends FormValues> {
  readonly dialog: OpenDialog;
  readonly form: FormState<Values>;
  readonly action: string;
  readonly children: ReactNode;
}

/** A form in a dialog. */
export const DialogForm = <Values extends FormValues>({
  dialog: { noteInput, askAndClose },
  ...form
}: DialogFormProps<Values>) => <Form {...form} noteInput={noteInput} onCancel={askAndClose} />;
