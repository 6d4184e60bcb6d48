import { Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { useMetadataTexts } from '../../texts/metadata.ts';
import { emptyEntry } from '../../values/metadata.ts';
import type { FieldProps } from './fields.tsx';
import { TextField } from './fields.tsx';
import { RowFields } from './row-fields.tsx';

/** The metadata of a thing: rows of a key and a value, which can be added and removed. */
export const MetadataFields = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useMetadataTexts();
  return (
    <Fieldset legend={texts.title} name="metadata">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {texts.text}
        </Text>
        <RowFields
          form={form}
          field="metadata"
          prefix="metadata"
          emptyRow={emptyEntry}
          addLabel={texts.add}
        >
          {({ row, number, remove }) => (
            <Group gap="sm" align="flex-start">
              <TextField form={form} name={`${row}.key`} label={texts.keyNumber(number)} />
              <TextField form={form} name={`${row}.value`} label={texts.valueNumber(number)} />
              <Button variant="default" mt={{ base: 0, xs: 25 }} onClick={remove}>
                {texts.remove(number)}
              </Button>
            </Group>
          )}
        </RowFields>
      </Stack>
    </Fieldset>
  );
};
