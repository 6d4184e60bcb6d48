import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callOpen, enter } from '../api/session.ts';
import { NewPasswordField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { AppLink } from '../parts/page/links.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { EntryFrame } from '../parts/shell/entry-frame.tsx';
import { tokenInUrl } from '../parts/shell/link-token.ts';
import { WholeLink } from '../parts/shell/whole-link.tsx';
import { useTexts } from '../texts/catalogue.ts';

/** The page that an invitation leads to. Its token stands behind `#`, which no server logs. */
export const Invitation = () => {
  const texts = useTexts();
  const token = tokenInUrl();
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => callOpen('previewInvitation', { params: { token } }),
    enabled: token !== '',
    retry: false,
  });
  return (
    <EntryFrame title={texts.account.invitation}>
      <WholeLink>
        <Loaded query={preview}>
          {({ tenantName, role, email }) => (
            <AcceptForm
              text={texts.account.invitationText(tenantName, texts.rights.roles[role])}
              {...{ token, email }}
            />
          )}
        </Loaded>
      </WholeLink>
      <AppLink to="/sign-in">{texts.account.toSignIn}</AppLink>
    </EntryFrame>
  );
};

interface AcceptFormProps {
  readonly text: string;
  readonly token: string;
  readonly email: string;
}

const AcceptForm = ({ text, token, email }: AcceptFormProps) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const form = useFormState({
    initial: { name: '', password: '' },
    isGuarded: false,
    send: async (values) => {
      const signedIn = await callOpen('acceptInvitation', { body: { token, ...values } });
      await enter(signedIn);
      await navigate({ to: `/t/${signedIn.tenant.id}`, replace: true });
    },
  });
  return (
    <Form form={form} action={texts.account.accept}>
      <p>
        {text} ({email})
      </p>
      <TextField
        form={form}
        name="name"
        label={texts.account.yourName}
        autoComplete="name"
        isRequired
      />
      <NewPasswordField
        form={form}
        name="password"
        label={texts.account.password}
        hint={`${texts.account.passwordHint} ${texts.account.invitationPassword}`}
      />
    </Form>
  );
};
