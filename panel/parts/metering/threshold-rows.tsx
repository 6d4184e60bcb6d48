import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { emptyThreshold, hasThresholds } from '../../values/threshold-rows.ts';
import type { FieldProps } from '../form/fields.tsx';
import { rowList } from '../form/row-list.ts';

interface ThresholdRowsProps extends Pick<FieldProps, 'form'> {
  /** How one is typed: as an amount or as a quantity. */
  readonly fieldOf: (field: FieldProps) => ReactNode;
}

/** Thresholds that can be added and removed, and the step beyond the last one. */
export const ThresholdRows = ({ form, fieldOf }: ThresholdRowsProps) => {
  const { features } = useTexts();
  const { rows, add, remove } = rowList(form, {
    field: 'thresholds',
    prefix: 'threshold',
    emptyRow: emptyThreshold,
  });
  const error = form.errors['thresholds'];
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
