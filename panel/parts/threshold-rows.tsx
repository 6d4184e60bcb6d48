import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { randomKey } from '../api/random.ts';
import { useTexts } from '../texts/catalogue.ts';
import { emptyThreshold, hasThresholds, thresholdRowsOf } from '../values/threshold-rows.ts';
import type { FieldProps } from './fields.tsx';

interface ThresholdRowsProps extends Pick<FieldProps, 'form'> {
  /** How one is typed: as an amount or as a quantity. */
  readonly fieldOf: (field: FieldProps) => ReactNode;
}

/** Thresholds that can be added and removed, and the step beyond the last one. */
export const ThresholdRows = ({ form, fieldOf }: ThresholdRowsProps) => {
  const { features } = useTexts();
  const rows = thresholdRowsOf(form.values);
  const error = form.errors['thresholds'];
  const add = (): void => {
    const row = `threshold${randomKey()}`;
    for (const [name, value] of Object.entries(emptyThreshold(row))) form.set(name, value);
    form.set('thresholds', [...rows, row].join(' '));
  };
  const remove = (row: string): void =>
    form.set('thresholds', rows.filter((each) => each !== row).join(' '));
  return (
    <>
      {rows.map((row, index) => (
        <Group key={row} gap="sm" align="flex-start">
          {fieldOf({
            form,
            name: `${row}.amount`,
            label: features.thresholdNumber(index + 1),
            isRequired: true,
          })}
          <Button variant="default" mt={25} onClick={() => remove(row)}>
            {features.removeThreshold(index + 1)}
          </Button>
        </Group>
      ))}
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      <Group>
        <Button variant="default" onClick={add}>
          {features.addThreshold}
        </Button>
      </Group>
      {hasThresholds(form.values) &&
        fieldOf({ form, name: 'thresholds.every', label: features.everyThreshold })}
    </>
  );
};
