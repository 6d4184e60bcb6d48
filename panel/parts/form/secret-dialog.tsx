import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';

interface SecretDialogProps {
  readonly title: string;
  readonly secret: string | undefined;
  readonly text?: string;
  readonly onClose: () => void;
}

/** A secret that is shown once. Only a button closes it: a stray click would lose the secret. */
export const SecretDialog = ({ title, secret, text, onClose }: SecretDialogProps) => {
  const texts = useTexts();
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size="lg"
    >
      <Stack gap="md">
        <Alert
          color="yellow"
          variant="outline"
          title={texts.common.shownOnce}
          classNames={{ title: 'notice-title' }}
        />
        {text !== undefined && <Text size="sm">{text}</Text>}
        <Code block className="code secret">
          {secret}
        </Code>
        <Group justify="flex-end">
          <CopyText text={secret ?? ''} />
          <Button onClick={onClose}>{texts.common.stored}</Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** Copies a text. Where a browser has no clipboard (plain HTTP), one marks the text. */
export const CopyText = ({ text, label }: { readonly text: string; readonly label?: string }) => {
  const texts = useTexts();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" onClick={copy}>
          {copied ? texts.common.copied : (label ?? texts.common.copy)}
        </Button>
      )}
    </CopyButton>
  );
};
