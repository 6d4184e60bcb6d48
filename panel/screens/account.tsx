import { Group, Stack, Text } from '@mantine/core';
import { useRead } from '../api/queries.ts';
import { call, enter, reloadMe, useMe } from '../api/session.ts';
import { CallButton } from '../parts/form/call-button.tsx';
import { NewPasswordField, PasswordField, TextField } from '../parts/form/fields.tsx';
import { ChangeForm, Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { suggestedStart, TenantStartFields } from '../parts/form/tenant-start-fields.tsx';
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
  if (user.isEmailVerified) return null;
  return (
    <Group gap="sm">
      <Text size="sm">
        {user.email}: {texts.account.notVerified}
      </Text>
      <CallButton
        operation="requestEmailVerification"
        request={{}}
        label={texts.account.resend}
        said={texts.account.resent}
      />
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
                  <CallButton
                    operation="endSession"
                    request={{ params: { sessionId: id } }}
                    label={texts.account.endSession}
                    said={texts.account.sessionEnded}
                  />
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
    initial: { name: '', ...suggestedStart(), isTest: true },
    send: async ({ isTest, ...start }) => {
      const signedIn = await call('foundTenant', {
        body: { ...start, mode: isTest ? 'test' : 'live' },
      });
      await enter(signedIn);
      location.assign(`/panel/t/${signedIn.tenant.id}/`);
    },
  });
  return (
    <Page title={texts.account.newTenant} isForm>
      <Form form={form} action={texts.account.newTenant}>
        <TextField form={form} name="name" label={texts.account.company} isRequired />
        <TenantStartFields form={form} />
      </Form>
    </Page>
  );
};
