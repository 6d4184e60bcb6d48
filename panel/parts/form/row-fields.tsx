import { Button, Fieldset, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { FieldError } from './field-error.tsx';
import type { FieldProps } from './fields.tsx';
import type { RowsOfForm } from './row-list.ts';
import { rowList } from './row-list.ts';

/** A row of a form. */
export interface FormRow {
  /** The beginning of the names of its fields. */
  readonly row: string;
  /** From 1 on. */
  readonly number: number;
  /** Absent where the row has to stay. */
  readonly remove: (() => void) | undefined;
}

interface RowFieldsProps extends Pick<FieldProps, 'form'>, RowsOfForm {
  /** The words of the button that adds one. */
  readonly addLabel: string;
  /** How many have to stay; none where absent. */
  readonly rowsMin?: number;
  readonly children: (row: FormRow) => ReactNode;
}

/** Rows of a form that can be added and removed. The focus goes to a new one, and is never lost. */
export const RowFields = (props: RowFieldsProps) => {
  const { form, addLabel, rowsMin = 0, children, ...rowsOfForm } = props;
  const { rows, add, remove } = rowList(form, rowsOfForm);
  const list = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const moved = useRef<'added' | 'removed'>(undefined);
  useEffect(() => {
    const last = list.current?.lastElementChild;
    if (moved.current === 'added') last?.querySelector<HTMLElement>('input, select')?.focus();
    if (moved.current === 'removed') addButton.current?.focus();
    moved.current = undefined;
  }, [rows.length]);
  return (
    <Stack gap="md">
      {rows.length > 0 && (
        <Stack gap="md" ref={list}>
          {rows.map((row, index) => (
            <div key={row}>
              {children({
                row,
                number: index + 1,
                remove:
                  rows.length > rowsMin
                    ? () => {
                        moved.current = 'removed';
                        remove(row);
                      }
                    : undefined,
              })}
            </div>
          ))}
        </Stack>
      )}
      <FieldError form={form} name={rowsOfForm.field} />
      <Group>
        <Button
          ref={addButton}
          variant="default"
          onClick={() => {
            moved.current = 'added';
            add();
          }}
        >
          {addLabel}
        </Button>
      </Group>
    </Stack>
  );
};

interface RowFrameProps {
  readonly legend: string;
  readonly removeLabel: string;
  readonly remove: (() => void) | undefined;
  readonly maxWidth?: number;
  readonly children: ReactNode;
}

/** The frame of a row that has several fields. */
export const RowFrame = ({ legend, removeLabel, remove, maxWidth, children }: RowFrameProps) => (
  <Fieldset legend={legend} {...(maxWidth === undefined ? {} : { maw: maxWidth })}>
    {children}
    {remove !== undefined && (
      <Group mt="sm">
        <Button variant="default" size="xs" onClick={remove}>
          {removeLabel}
        </Button>
      </Group>
    )}
  </Fieldset>
);
