import { Button, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { callOpen, enter, lastTenant } from '../api/session.ts';
import { NewPasswordField, PasswordField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { suggestedStart, TenantStartFields } from '../parts/form/tenant-start-fields.tsx';
import { AppLink } from '../parts/page/links.tsx';
import { ProblemAlert } from '../parts/page/problem-alert.tsx';
import { EntryFrame } from '../parts/shell/entry-frame.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { SignedIn, TenantChoice } from '../wire/types.ts';

/** Goes on to where somebody was before they had to sign in, within the tenant they are in now. */
const useEntered = (): ((signedIn: SignedIn) => Promise<void>) => {
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { readonly next?: string };
  return async (signedIn) => {
    await enter(signedIn);
    const home = `/t/${signedIn.tenant.id}`;
    const isInside = next?.startsWith(`/panel${home}`) === true;
    await navigate({ to: isInside ? (next?.slice('/panel'.length) ?? home) : home, replace: true });
  };
};

/** Signing in; a member of several tenants chooses one. */
export const SignIn = () => {
  const texts = useTexts();
  const entered = useEntered();
  const [choices, setChoices] = useState<readonly TenantChoice[]>();
  const form = useFormState({
    initial: { email: '', password: '' },
    isGuarded: false,
    send: async ({ email, password }) => {
      try {
        await signIn(email, password, lastTenant() ?? undefined);
      } catch (error) {
        const tenants = tenantsToChoose(error);
        if (tenants === undefined) throw error;
        setChoices(tenants);
      }
    },
  });
  const signIn = async (email: string, password: string, tenantId?: string): Promise<void> => {
    const body = { email, password, ...(tenantId === undefined ? {} : { tenantId }) };
    const signedIn = await callOpen('logIn', { body }).catch((error: unknown) => {
      // The browser was in a tenant that this person is no member of.
      if (tenantId === undefined || problemOf(error)?.code !== 'no_membership') throw error;
      return callOpen('logIn', { body: { email, password } });
    });
    await entered(signedIn);
  };
  if (choices !== undefined) {
    const { email, password } = form.values;
    return (
      <ChooseTenant
        choices={choices}
        error={form.refusal?.error}
        onChoose={(id) => form.attempt(() => signIn(email, password, id))}
      />
    );
  }
  return (
    <EntryFrame title={texts.account.signIn}>
      <Form form={form} action={texts.account.signIn}>
        <TextField
          form={form}
          name="email"
          type="email"
          autoComplete="username"
          label={texts.common.email}
          isRequired
        />
        <PasswordField
          form={form}
          name="password"
          autoComplete="current-password"
          label={texts.account.password}
          isRequired
        />
      </Form>
      <Stack gap="xs" mt="lg">
        <AppLink to="/forgot-password">{texts.account.forgot}</AppLink>
        <AppLink to="/sign-up">{texts.account.toSignUp}</AppLink>
      </Stack>
    </EntryFrame>
  );
};

const tenantsToChoose = (error: unknown): readonly TenantChoice[] | undefined => {
  const problem = problemOf(error);
  if (problem?.code !== 'tenant_required') return undefined;
  return (problem as unknown as { readonly tenants: readonly TenantChoice[] }).tenants;
};

interface ChooseTenantProps {
  readonly choices: readonly TenantChoice[];
  readonly error: Error | undefined;
  readonly onChoose: (tenantId: string) => void;
}

const ChooseTenant = ({ choices, error, onChoose }: ChooseTenantProps) => {
  const texts = useTexts();
  return (
    <EntryFrame title={texts.account.chooseTenant}>
      <Stack gap="sm">
        {error !== undefined && <ProblemAlert error={error} />}
        <Text size="sm" c="dimmed">
          {texts.account.chooseTenantText}
        </Text>
        {choices.map(({ id, name, role }) => (
          <Button
            key={id}
            variant="default"
            justify="space-between"
            onClick={() => onChoose(id)}
            rightSection={texts.rights.roles[role]}
          >
            {name}
          </Button>
        ))}
      </Stack>
    </EntryFrame>
  );
};

/** A new account and a new tenant, in the time zone and currency that the browser suggests. */
export const SignUp = () => {
  const texts = useTexts();
  const entered = useEntered();
  const form = useFormState({
    initial: {
      tenantName: '',
      name: '',
      email: '',
      password: '',
      ...suggestedStart(),
      isTest: false,
    },
    isGuarded: false,
    send: async ({ isTest, ...body }) => {
      await entered(
        await callOpen('signUp', { body: { ...body, mode: isTest ? 'test' : 'live' } }),
      );
    },
  });
  return (
    <EntryFrame title={texts.account.signUp} text={texts.account.signUpText}>
      <Form form={form} action={texts.account.signUpAction}>
        <TextField
          form={form}
          name="tenantName"
          label={texts.account.company}
          hint={texts.account.companyHint}
          autoComplete="organization"
          isRequired
        />
        <TextField
          form={form}
          name="name"
          label={texts.account.yourName}
          autoComplete="name"
          isRequired
        />
        <TextField
          form={form}
          name="email"
          type="email"
          label={texts.common.email}
          autoComplete="username"
          isRequired
        />
        <NewPasswordField form={form} name="password" label={texts.account.password} />
        <TenantStartFields form={form} />
      </Form>
      <Stack mt="lg">
        <AppLink to="/sign-in">{texts.account.toSignIn}</AppLink>
      </Stack>
    </EntryFrame>
  );
};
