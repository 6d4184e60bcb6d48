import { useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { queryClient } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { isSame } from '../../values/merge.ts';
import { useUnsavedGuard } from '../shell/unsaved-guard.tsx';

/** Fields of a dialog that confirms something: the call is made of them. */
export interface DialogFields {
  readonly values: FormValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly set: (name: string, value: string | boolean) => void;
  readonly isDirty: boolean;
  readonly reset: () => void;
}

/** Fields that need no form around them. Leaving the page asks first where something is typed. */
export const useDialogFields = (initial: FormValues): DialogFields => {
  const [values, setValues] = useState(initial);
  const isDirty = !isSame(values, initial);
  const allowLeaving = useUnsavedGuard(isDirty);
  return {
    values,
    errors: {},
    isDirty,
    set: (name, value) => {
      allowLeaving(false);
      setValues((old) => ({ ...old, [name]: value }));
    },
    reset: () => {
      // A call that is done may lead to another page before the fields are drawn anew.
      allowLeaving(true);
      setValues(initial);
    },
  };
};

/** Closes a dialog; where that would lose what was typed into it, only after a question. */
export const useAskedClose = (
  fields: DialogFields | undefined,
  close: () => void,
): (() => void) => {
  const texts = useTexts();
  return () => {
    // The browser's own question, as where a page is left.
    if (fields?.isDirty === true && !window.confirm(texts.common.unsaved)) return;
    fields?.reset();
    close();
  };
};

/**
 * Reads all anew where a call was refused because something has moved: its preview is outdated, or
 * somebody changed the thing. The dialog stays as it is, and may be confirmed again.
 */
export const refreshMoved = (error: unknown): void => {
  const problem = problemOf(error);
  if (problem?.code === 'preview_outdated' || problem?.status === 412) {
    void queryClient.invalidateQueries();
  }
};
