import { useState } from 'react';
import type { OperationId, RequestOf } from '../../api/client.ts';
import { fetchFile } from '../../api/session.ts';
import { ActionButton } from './action-button.tsx';
import { ProblemDialog } from './problem-dialog.tsx';

interface FileButtonProps<O extends OperationId> {
  readonly operation: O;
  readonly request: RequestOf<O>;
  readonly type: 'text/csv' | 'application/pdf';
  /** The name that the file is stored under. */
  readonly fileName: string;
  readonly label: string;
}

/** A button that gets a file of the API and hands it to the browser to be stored. */
export const FileButton = <O extends OperationId>(props: FileButtonProps<O>) => {
  const { operation, request, type, fileName, label } = props;
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const get = async (): Promise<void> => {
    setPending(true);
    try {
      storeFile(await fetchFile(operation, request, type), fileName);
    } catch (fault) {
      setError(fault instanceof Error ? fault : new Error(String(fault)));
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <ActionButton operation={operation} isPending={isPending} onClick={() => void get()}>
        {label}
      </ActionButton>
      <ProblemDialog title={label} error={error} onClose={() => setError(null)} />
    </>
  );
};

const storeFile = (file: Blob, fileName: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = fileName;
  link.click();
  // The browser has taken it over by the next turn at the latest.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
