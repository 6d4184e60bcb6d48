import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { callOpen } from '../api/session.ts';
import { NewPasswordField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { AppLink } from '../parts/page/links.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { EntryFrame } from '../parts/shell/entry-frame.tsx';
import { tokenInUrl } from '../parts/shell/link-token.ts';
import { WholeLink } from '../parts/shell/whole-link.tsx';
import { useTexts } from '../texts/catalogue.ts';

/** Asks for a link to choose a new password by. Whether there is an account, nobody is told. */
export const ForgotPassword = () => {
  const texts = useTexts();
  const [isSent, setSent] = useState(false);
  const form = useFormState({
    initial: { email: '' },
    isGuarded: false,
    send: async ({ email }) => {
      await callOpen('requestPasswordReset', { body: { email } });
      setSent(true);
    },
  });
  return (
    <EntryFrame title={texts.account.forgot}>
      {isSent ? (
        <Text role="status">{texts.account.forgotText}</Text>
      ) : (
        <Form form={form} action={texts.account.sendLink}>
          <TextField
            form={form}
            name="email"
            type="email"
            autoComplete="username"
            label={texts.common.email}
            isRequired
          />
        </Form>
      )}
      <AppLink to="/sign-in">{texts.account.toSignIn}</AppLink>
    </EntryFrame>
  );
};

/** The page that the link in the mail leads to. */
export const ResetPassword = () => {
  const texts = useTexts();
  const navigate = useNavigate();
  const form = useFormState({
    initial: { newPassword: '' },
    isGuarded: false,
    send: async ({ newPassword }) => {
      await callOpen('resetPassword', { body: { token: tokenInUrl(), newPassword } });
      announce(texts.account.passwordChanged);
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <EntryFrame title={texts.account.resetTitle}>
      <WholeLink>
        <Form form={form} action={texts.account.changePassword}>
          <NewPasswordField form={form} name="newPassword" label={texts.account.newPassword} />
        </Form>
      </WholeLink>
      <AppLink to="/sign-in">{texts.account.toSignIn}</AppLink>
    </EntryFrame>
  );
};

/** The page that confirms an e-mail address. */
export const VerifyEmail = () => {
  const texts = useTexts();
  const proof = useQuery({
    queryKey: ['verify-email'],
    queryFn: async () => {
      await callOpen('verifyEmail', { body: { token: tokenInUrl() } });
      return true;
    },
    enabled: tokenInUrl() !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <EntryFrame title={texts.account.verifyTitle}>
      <WholeLink>
        <Loaded query={proof}>{() => <Text role="status">{texts.account.verified}</Text>}</Loaded>
      </WholeLink>
      <AppLink to="/sign-in">{texts.account.signIn}</AppLink>
    </EntryFrame>
  );
};
