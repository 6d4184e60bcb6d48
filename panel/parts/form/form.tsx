import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { OperationId } from '../../api/client.ts';
import { useCan } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { operations } from '../../wire/operations.ts';
import { ProblemAlert } from '../page/problem-alert.tsx';
import type { FormState } from './form-state.ts';

interface FormProps<Values extends FormValues> {
  readonly form: FormState<Values>;
  readonly action: string;
  readonly children: ReactNode;
  readonly onCancel?: () => void;
  /** Whether it can be sent as it is; an edit needs a change. */
  readonly isReady?: boolean;
  /** Why it is not ready, for the person who wonders. */
  readonly unready?: string;
  /** Hears whether the form holds input that leaving would lose: a dialog asks then. */
  readonly noteInput?: (isDirty: boolean) => void;
}

/** The frame of every form: why it was refused, its fields, its button. */
export const Form = <Values extends FormValues>(props: FormProps<Values>) => {
  const { form, action, children, onCancel, isReady = true, unready, noteInput } = props;
  const texts = useTexts();
  const frame = useRef<HTMLFormElement>(null);
  const isSent = useRef(false);
  useEffect(() => noteInput?.(form.isDirty), [noteInput, form.isDirty]);
  useEffect(() => {
    // No fault is hidden in a part that is folded up.
    for (const part of foldedFaults(frame.current)) part.open = true;
    // One that is found here may stand far above the button: the focus leads to it.
    if (isSent.current && form.refusal === undefined) firstFault(frame.current)?.focus();
    isSent.current = false;
  }, [form.errors, form.refusal]);
  const submit = (event: Parameters<typeof form.submit>[0]): void => {
    isSent.current = true;
    form.submit(event);
  };
  return (
    // The server judges, and tells all faults at once; the browser's bubbles tell one.
    <form ref={frame} onSubmit={submit} noValidate>
      <Stack gap="md">
        {form.refusal !== undefined && (
          <ProblemAlert error={form.refusal.error} faults={form.refusal.faults} />
        )}
        {children}
        <Group gap="sm">
          <Button type="submit" loading={form.isPending} disabled={!isReady}>
            {action}
          </Button>
          {onCancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              {texts.common.cancel}
            </Button>
          )}
          {!isReady && unready !== undefined && (
            <Text size="sm" c="dimmed">
              {unready}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
};

const isFault = '[aria-invalid="true"]';

const firstFault = (form: HTMLFormElement | null): HTMLElement | null =>
  form?.querySelector<HTMLElement>(isFault) ?? null;

const foldedFaults = (form: HTMLFormElement | null): readonly HTMLDetailsElement[] => [
  ...(form?.querySelectorAll<HTMLDetailsElement>(`details:not([open]):has(${isFault})`) ?? []),
];

/** A form that changes what is stored: ready once something is changed, for who may do so. */
export const ChangeForm = <Values extends FormValues>({
  edits,
  ...props
}: Omit<FormProps<Values>, 'isReady' | 'unready'> & { readonly edits: OperationId }) => {
  const { common } = useTexts();
  const mayWrite = useCan(edits);
  const { isDirty } = props.form;
  const unready = mayWrite ? common.unchanged : common.needs(operations[edits].permission ?? '');
  return <Form {...props} isReady={isDirty && mayWrite} unready={unready} />;
};
