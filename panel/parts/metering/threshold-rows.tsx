import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { emptyThreshold, hasThresholds } from '../../values/threshold-rows.ts';
import type { FieldProps } from '../form/fields.tsx';
import { RowFields } from '../form/row-fields.tsx';

interface ThresholdRowsProps extends Pick<FieldProps, 'form'> {
  /** How one is typed: as an amount or as a quantity. */
  readonly fieldOf: (field: FieldProps) => ReactNode;
}

/** Thresholds that can be added and removed, and the step beyond the last one. */
export const ThresholdRows = ({ form, fieldOf }: ThresholdRowsProps) => {
  const { features } = useTexts();
  return (
    <>
      <RowFields
        form={form}
        field="thresholds"
        prefix="threshold"
        emptyRow={emptyThreshold}
        addLabel={features.addThreshold}
      >
        {({ row, number, remove }) => (
          <Group gap="sm" align="flex-start">
            {fieldOf({
              form,
              name: `${row}.amount`,
              label: features.thresholdNumber(number),
              isRequired: true,
            })}
            <Button variant="default" mt={{ base: 0, xs: 25 }} onClick={remove}>
              {features.removeThreshold(number)}
            </Button>
          </Group>
        )}
      </RowFields>
      {hasThresholds(form.values) &&
        fieldOf({ form, name: 'thresholds.every', label: features.everyThreshold })}
    </>
  );
};
