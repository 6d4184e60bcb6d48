import { useEffect, useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { queryClient } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Fault } from '../../values/field-errors.ts';
import type { FormValues } from '../../values/form-values.ts';
import { isSame } from '../../values/merge.ts';
import { useUnsavedGuard } from '../shell/unsaved-guard.tsx';
import { refusalOf } from './form-state.ts';

/** Fields of a dialog that confirms something: the call is made of them. */
export interface DialogFields {
  readonly values: FormValues;
  readonly errors: Readonly<Record<string, string>>;
  /** The faults of the refusal that no field shows; undefined where nothing is refused. */
  readonly faults: readonly Fault[] | undefined;
  readonly set: (name: string, value: string | boolean) => void;
  /** Shows at its fields why the call, or its preview, is refused. */
  readonly refuse: (error: Error | null) => void;
  readonly isDirty: boolean;
  readonly reset: () => void;
}

/**
 * Fields that need no form around them. Leaving the page asks first where something is typed. As
 * long as nothing is, they hold what fits the thing as it is now: an action may have changed it.
 */
export const useDialogFields = (initial: FormValues): DialogFields => {
  const [typed, setTyped] = useState<FormValues>();
  const [refused, refuse] = useState<Error | null>(null);
  const values = typed ?? initial;
  const isDirty = !isSame(values, initial);
  const allowLeaving = useUnsavedGuard(isDirty);
  const found = refused === null ? undefined : refusalOf(refused, values, undefined);
  return {
    values,
    errors: found?.fields ?? {},
    faults: found?.refusal.faults,
    refuse,
    isDirty,
    set: (name, value) => {
      allowLeaving(false);
      refuse(null);
      setTyped((old) => ({ ...(old ?? initial), [name]: value }));
    },
    reset: () => {
      // A call that is done may lead to another page before the fields are drawn anew.
      allowLeaving(true);
      refuse(null);
      setTyped(undefined);
    },
  };
};

/** Shows a refusal at the fields of a dialog, where it has some; gives the faults of no field. */
export const useRefusedFields = (
  fields: DialogFields | undefined,
  error: Error | null,
): { readonly faults?: readonly Fault[] } => {
  const refuse = fields?.refuse;
  useEffect(() => refuse?.(error), [refuse, error]);
  return fields?.faults === undefined ? {} : { faults: fields.faults };
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
