import type { ReactNode } from 'react';
import type { OperationId, RequestOf } from '../../api/client.ts';
import { useWrite } from '../../api/queries.ts';
import { announce } from '../shell/announcer.tsx';
import { ActionButton } from './action-button.tsx';
import { refreshMoved } from './dialog-fields.ts';
import { ProblemDialog } from './problem-dialog.tsx';

interface CallButtonProps<O extends OperationId> {
  readonly operation: O;
  readonly request: RequestOf<O>;
  readonly label: string;
  /** Said once it worked. */
  readonly said: string;
  /** Stands behind the label, such as a name for those who hear the page. */
  readonly children?: ReactNode;
}

/** A button that calls an operation at once, and says so where that was refused. */
export const CallButton = <O extends OperationId>(props: CallButtonProps<O>) => {
  const { operation, request, label, said, children } = props;
  const write = useWrite(operation, () => announce(said));
  return (
    <>
      <ActionButton
        operation={operation}
        isPending={write.isPending}
        onClick={() => write.mutate(request, { onError: refreshMoved })}
      >
        {label}
        {children}
      </ActionButton>
      <ProblemDialog title={label} error={write.error} onClose={() => write.reset()} />
    </>
  );
};
