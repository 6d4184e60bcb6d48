import { Group, Stack, Text } from '@mantine/core';
import { useRead, useWrite } from '../api/queries.ts';
import { call, enter, reloadMe, useMe } from '../api/session.ts';
import { ActionButton } from '../parts/form/action-button.tsx';
import { NewPasswordField, PasswordField, SwitchField, TextField } from '../parts/form/fields.tsx';
import { ChangeForm, Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';

/** One's own account: name, password, and where one is signed in. */
export const Account = () => {
  const texts = useTexts();
  const { user } = useMe();
  return (
    <Page title={texts.account.myAccount} subtitle={user.email} isForm>
      <EmailState />
      <Section title={texts.account.profile}>
        <ProfileForm />
      </Section>
      <Section title={texts.account.password}>
        <PasswordForm />
      </Section>
      <Section title={texts.account.sessions} text={texts.account.sessionsText}>
        <SessionList />
      </Section>
    </Page>
  );
};

const EmailState = () => {
  const texts = useTexts();
  const { user } = useMe();
  const resend = useWrite('requestEmailVerification', () => announce(texts.account.resent));
  if (user.isEmailVerified) return null;
  return (
    <Group gap="sm">
      <Text size="sm">
        {user.email}: {texts.account.notVerified}
      </Text>
      <ActionButton
        operation="requestEmailVerification"
        isPending={resend.isPending}
        onClick={() => resend.mutate({})}
      >
        {texts.account.resend}
      </ActionButton>
    </Group>
  );
};

const ProfileForm = () => {
  const texts = useTexts();
  const { user } = useMe();
  const form = useFormState({
    initial: { name: user.name },
    send: async (values) => {
      await call('updateMe', { body: values });
      form.reset(values);
      await reloadMe();
      announce(texts.common.saved);
    },
  });
  return (
    <ChangeForm edits="updateMe" form={form} action={texts.common.save}>
      <TextField form={form} name="name" label={texts.common.name} autoComplete="name" isRequired />
    </ChangeForm>
  );
};

const PasswordForm = () => {
  const texts = useTexts();
  const empty = { currentPassword: '', newPassword: '' };
  const form = useFormState({
    initial: empty,
    isGuarded: false,
    send: async (body) => {
      await call('changePassword', { body });
      form.reset(empty);
      announce(texts.account.passwordChanged);
    },
  });
  return (
    <ChangeForm edits="changePassword" form={form} action={texts.account.changePassword}>
      <PasswordField
        form={form}
        name="currentPassword"
        label={texts.account.currentPassword}
        autoComplete="current-password"
        isRequired
      />
      <NewPasswordField form={form} name="newPassword" label={texts.account.newPassword} />
    </ChangeForm>
  );
};

const SessionList = () => {
  const texts = useTexts();
  const sessions = useRead('listSessions', {});
  const end = useWrite('endSession');
  return (
    <Loaded query={sessions}>
      {({ data }) => (
        <Rows
          label={texts.account.sessions}
          data={data}
          keyOf={({ id }) => id}
          columns={[
            {
              header: texts.account.browser,
              cell: ({ client, isCurrent }) => (
                <Stack gap={2}>
                  <Text size="sm">{browserName(client.userAgent)}</Text>
                  <Text size="xs" c="dimmed">
                    {client.address} {isCurrent && `(${texts.account.thisSession})`}
                  </Text>
                </Stack>
              ),
            },
            {
              header: texts.account.lastUsed,
              cell: ({ lastUsedAt }) => <InstantText value={lastUsedAt} />,
            },
            {
              header: texts.common.actions,
              cell: ({ id, isCurrent }) =>
                !isCurrent && (
                  <ActionButton
                    operation="endSession"
                    isPending={end.isPending}
                    onClick={() => end.mutate({ params: { sessionId: id } })}
                  >
                    {texts.account.endSession}
                  </ActionButton>
                ),
            },
          ]}
        />
      )}
    </Loaded>
  );
};

/** In a word, the program that a session is of. */
const browserName = (userAgent: string | null): string => {
  const known = ['Edg', 'Firefox', 'Chrome', 'Safari', 'curl'];
  const found = known.find((name) => userAgent?.includes(name) === true);
  return found === 'Edg' ? 'Edge' : (found ?? userAgent ?? '–');
};

/** Another tenant of the same person: for another company, or to try things out. */
export const NewTenant = () => {
  const texts = useTexts();
  const form = useFormState({
    initial: { name: '', isTest: true },
    send: async ({ name, isTest }) => {
      const signedIn = await call('foundTenant', {
        body: { name, mode: isTest ? 'test' : 'live' },
      });
      await enter(signedIn);
      location.assign(`/panel/t/${signedIn.tenant.id}/`);
    },
  });
  return (
    <Page title={texts.account.newTenant} isForm>
      <Form form={form} action={texts.account.newTenant}>
        <TextField form={form} name="name" label={texts.account.company} isRequired />
        <SwitchField
          form={form}
          name="isTest"
          label={texts.account.testTenant}
          hint={texts.account.testTenantHint}
        />
      </Form>
    </Page>
  );
};
