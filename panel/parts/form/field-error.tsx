import { Text } from '@mantine/core';
import type { FieldProps } from './fields.tsx';

/** The fault of something that has several fields; nothing where there is none. */
export const FieldError = ({ form, name }: Pick<FieldProps, 'form' | 'name'>) => {
  const error = form.errors[name];
  if (error === undefined) return null;
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {error}
    </Text>
  );
};
