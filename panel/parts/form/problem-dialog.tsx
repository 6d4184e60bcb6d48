import { Modal } from '@mantine/core';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { useCloseLabel } from './confirm-action.tsx';

interface ProblemDialogProps {
  /** The action that was refused. */
  readonly title: string;
  /** Nothing is shown where there is none. */
  readonly error: Error | null;
  readonly onClose: () => void;
}

/** Says why an action was refused that has no form where that could stand. */
export const ProblemDialog = ({ title, error, onClose }: ProblemDialogProps) => (
  <Modal opened={error !== null} onClose={onClose} title={title} closeButtonProps={useCloseLabel()}>
    {error !== null && <ProblemAlert error={error} />}
  </Modal>
);
