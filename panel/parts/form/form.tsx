import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
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
  useEffect(() => noteInput?.(form.isDirty), [noteInput, form.isDirty]);
  return (
    // The server judges, and tells all faults at once; the browser's bubbles tell one.
    <form onSubmit={form.submit} noValidate>
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
