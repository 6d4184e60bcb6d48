import { Group } from '@mantine/core';
import { useState } from 'react';
import { roles } from '#domain/identity/role.ts';
import { call, useMe } from '../api/session.ts';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { useDialogFields } from '../parts/form/dialog-fields.ts';
import { SelectField, TextField } from '../parts/form/fields.tsx';
import type { OpenDialog } from '../parts/form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../parts/form/form-dialog.tsx';
import { SecretDialog } from '../parts/form/secret-dialog.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { InstantText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { Invitation, NewInvitation, User } from '../wire/types.ts';

/** The people of the tenant, and those who are invited. */
export const Members = () => {
  const texts = useTexts();
  const [link, setLink] = useState<{ readonly url: string; readonly isMailed: boolean }>();
  const columns: readonly Column<User>[] = [
    { header: texts.common.name, cell: (member) => <MemberName member={member} /> },
    { header: texts.common.email, cell: ({ email }) => email },
    { header: texts.operations.role, cell: ({ role }) => texts.operations.roles[role] ?? role },
    { header: texts.common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
    { header: texts.common.actions, cell: (member) => <MemberActions member={member} /> },
  ];
  return (
    <Page
      title={texts.operations.members}
      actions={
        <FormAction operation="inviteUser" variant="filled" label={texts.operations.invite}>
          {(dialog) => <InviteForm dialog={dialog} onDone={setLink} />}
        </FormAction>
      }
    >
      <DataTable
        operation="listUsers"
        fileName="members"
        label={texts.operations.members}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ text: texts.operations.noMembers }}
      />
      <Invitations />
      <SecretDialog
        title={texts.operations.inviteLink}
        secret={link?.url}
        {...(link?.isMailed === true ? { text: texts.operations.inviteMailed } : {})}
        onClose={() => setLink(undefined)}
      />
    </Page>
  );
};

const MemberName = ({ member: { id, name } }: { readonly member: User }) => {
  const { user } = useMe();
  const texts = useTexts();
  return (
    <>
      {name} {id === user.id && <>({texts.operations.you})</>}
    </>
  );
};

const MemberActions = ({ member }: { readonly member: User }) => {
  const texts = useTexts();
  const params = { userId: member.id };
  const { version } = member;
  const form = useDialogFields({ role: member.role });
  return (
    <Group gap="xs" wrap="nowrap">
      <ConfirmAction
        operation="updateUser"
        request={{ params, version, body: { role: form.values['role'] as User['role'] } }}
        label={texts.operations.changeRole}
        about={member.name}
        consequences={[texts.operations.roleText]}
        fields={form}
      >
        <RoleField form={form} />
      </ConfirmAction>
      <ConfirmAction
        operation="removeUser"
        request={{ params, version }}
        label={texts.operations.removeMember}
        about={member.name}
        consequences={[texts.operations.removeMemberText(member.name), texts.operations.keysStay]}
        isDangerous
      />
    </Group>
  );
};

const Invitations = () => {
  const texts = useTexts();
  const columns: readonly Column<Invitation>[] = [
    { header: texts.common.email, cell: ({ email }) => email },
    { header: texts.operations.role, cell: ({ role }) => texts.operations.roles[role] ?? role },
    {
      header: texts.operations.expires,
      cell: ({ expiresAt }) => <InstantText value={expiresAt} />,
    },
    {
      header: texts.common.actions,
      cell: ({ id, email }) => (
        <ConfirmAction
          operation="withdrawInvitation"
          request={{ params: { invitationId: id } }}
          label={texts.operations.withdraw}
          about={email}
          consequences={[texts.operations.withdrawText(email)]}
        />
      ),
    },
  ];
  return (
    <Section title={texts.operations.invited}>
      <DataTable
        operation="listInvitations"
        label={texts.operations.invited}
        cursorName="invitations"
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ text: texts.operations.noInvitations }}
      />
    </Section>
  );
};

interface InviteFormProps {
  readonly dialog: OpenDialog;
  readonly onDone: (made: { readonly url: string; readonly isMailed: boolean }) => void;
}

const InviteForm = ({ dialog, onDone }: InviteFormProps) => {
  const texts = useTexts();
  const form = useDialogForm({
    dialog,
    initial: { email: '', role: 'USER' },
    send: async ({ email, role }, idempotencyKey) => {
      const body = { email, role } as NewInvitation;
      const { token, isMailed } = await call('inviteUser', { body, idempotencyKey });
      onDone({ url: `${location.origin}/panel/accept-invitation#token=${token}`, isMailed });
      return texts.operations.invitedNow(email);
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={texts.operations.inviteAction}>
      <TextField form={form} name="email" type="email" label={texts.common.email} isRequired />
      <RoleField form={form} />
    </DialogForm>
  );
};

const RoleField = ({ form }: Pick<Parameters<typeof SelectField>[0], 'form'>) => {
  const { operations } = useTexts();
  const options = roles.map((value) => ({ value, label: operations.roles[value] ?? value }));
  return <SelectField form={form} name="role" label={operations.role} options={options} />;
};
