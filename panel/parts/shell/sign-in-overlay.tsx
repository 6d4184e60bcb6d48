import { Modal, Stack, Text } from '@mantine/core';
import { callOpen, enter, useSession } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { PasswordField } from '../form/fields.tsx';
import { Form } from '../form/form.tsx';
import { useFormState } from '../form/form-state.ts';

/** Asks for the password over the page as it is, when the session has ended. */
export const SignInOverlay = () => {
  const session = useSession();
  const texts = useTexts();
  return (
    <Modal
      opened={session.kind === 'expired'}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={texts.account.expired}
      zIndex={400}
    >
      {session.kind === 'expired' && (
        <SignInAgain email={session.me.user.email} tenantId={session.me.tenant.id} />
      )}
    </Modal>
  );
};

const SignInAgain = ({
  email,
  tenantId,
}: {
  readonly email: string;
  readonly tenantId: string;
}) => {
  const texts = useTexts();
  const form = useFormState({
    initial: { password: '' },
    isGuarded: false,
    send: async ({ password }) => {
      await enter(await callOpen('logIn', { body: { email, password, tenantId } }));
    },
  });
  return (
    <Form form={form} action={texts.account.signIn}>
      <Stack gap="sm">
        <Text size="sm">{texts.account.expiredText}</Text>
        <Text size="sm" fw={600}>
          {email}
        </Text>
        <PasswordField
          form={form}
          name="password"
          label={texts.account.password}
          autoComplete="current-password"
          isRequired
        />
      </Stack>
    </Form>
  );
};
