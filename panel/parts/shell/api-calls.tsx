import { Code, Drawer, Stack, Text } from '@mantine/core';
import { asCurl, useCalls } from '../../api/calls.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useCloseLabel } from '../form/confirm-action.tsx';
import { CopyText } from '../form/secret-dialog.tsx';

interface ApiCallsProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The calls that this page made, as commands for a shell. */
export const ApiCalls = ({ isOpen, onClose }: ApiCallsProps) => {
  const texts = useTexts();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="lg"
      title={texts.common.apiCalls}
      closeButtonProps={useCloseLabel()}
    >
      <Calls />
    </Drawer>
  );
};

const Calls = () => {
  const texts = useTexts();
  const calls = useCalls();
  return (
    <Stack gap="lg">
      <Text size="sm">{calls.length === 0 ? texts.common.noCalls : texts.common.apiCallsText}</Text>
      {calls.map((call) => {
        const command = asCurl(call, location.origin);
        return (
          <Stack key={call.number} gap="xs" align="flex-start">
            <Text size="sm" fw={600}>
              {call.operation} · {call.status} · {call.milliseconds} ms
            </Text>
            <Code block className="code" w="100%" tabIndex={0}>
              {command}
            </Code>
            <CopyText text={command} />
          </Stack>
        );
      })}
    </Stack>
  );
};
