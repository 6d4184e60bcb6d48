import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCallback, useRef } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { useCloseLabel } from './confirm-action.tsx';

interface FormDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly close: () => void;
  readonly size?: string;
  /** The form: what it tells `Form` with, and what its Cancel does. */
  readonly children: (dialog: OpenDialog) => ReactNode;
}

export interface OpenDialog {
  readonly noteInput: (isDirty: boolean) => void;
  readonly onCancel: () => void;
}

/** A dialog with a form. It asks before it closes over input that was not sent. */
export const FormDialog = ({ isOpen, title, close, size = 'md', children }: FormDialogProps) => {
  const texts = useTexts();
  const isDirty = useRef(false);
  const closeButtonProps = useCloseLabel();
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
    <Modal
      opened={isOpen}
      onClose={askAndClose}
      title={title}
      size={size}
      closeButtonProps={closeButtonProps}
    >
      {children({ noteInput, onCancel: askAndClose })}
    </Modal>
  );
};
