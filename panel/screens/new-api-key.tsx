import { Checkbox } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient } from '../api/queries.ts';
import { call, useMe } from '../api/session.ts';
import { FieldError } from '../parts/form/field-error.tsx';
import type { FieldProps } from '../parts/form/fields.tsx';
import { TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { SecretDialog } from '../parts/form/secret-dialog.tsx';
import { useCancel } from '../parts/form/use-cancel.ts';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { instantOfLocal } from '../values/times.ts';
import type { NewApiKey as NewApiKeyBody } from '../wire/types.ts';

type Permission = NewApiKeyBody['permissions'][number];

/** The areas of the permissions that a person can give: those that they have. */
const areasOf = (permissions: readonly string[]): readonly string[] => [
  ...new Set(
    permissions
      .filter((each) => each !== 'account:manage' && each !== 'self:read')
      .map((each) => each.split(':')[0] ?? ''),
  ),
];

/** The form of a new API key. Its token is shown once. */
export const NewApiKey = () => {
  const texts = useTexts();
  const navigate = useNavigate();
  const { permissions, tenant } = useMe();
  const [secret, setSecret] = useState<string>();
  const form = useFormState<FormValues>({
    initial: { name: '', expiresOn: '', permissions: '' },
    send: async (values, idempotencyKey) => {
      const given = (permissions as readonly string[]).filter((each) => values[each] === true);
      const day = String(values['expiresOn']);
      const body = {
        name: String(values['name']),
        permissions: given as readonly Permission[],
        expiresAt: day === '' ? null : instantOfLocal(day, '00:00', tenant.timeZone),
      };
      const issued = await call('createApiKey', { body, idempotencyKey });
      setSecret(issued.token);
      void queryClient.invalidateQueries();
    },
  });
  return (
    <Page
      title={texts.operations.newApiKey}
      parent={{ to: at('api-keys'), label: texts.operations.apiKeys }}
      isForm
    >
      <Form form={form} action={texts.operations.createApiKey} onCancel={useCancel(at('api-keys'))}>
        <TextField form={form} name="name" label={texts.common.name} isRequired />
        <TextField
          form={form}
          name="expiresOn"
          type="date"
          label={texts.operations.expires}
          hint={texts.operations.expiresHint}
        />
        <Section title={texts.operations.permissions} text={texts.operations.permissionsHint}>
          <PermissionTable form={form} />
          <FieldError form={form} name="permissions" />
        </Section>
      </Form>
      <SecretDialog
        title={texts.operations.keyCreated}
        secret={secret}
        onClose={() => void navigate({ to: at('api-keys') })}
      />
    </Page>
  );
};

const PermissionTable = ({ form }: Pick<FieldProps, 'form'>) => {
  const texts = useTexts();
  const { permissions } = useMe();
  const column = (right: 'read' | 'write', header: string) => ({
    header,
    cell: (area: string) => {
      const name = `${area}:${right}`;
      if (!(permissions as readonly string[]).includes(name)) return texts.common.none;
      return (
        <Checkbox
          aria-label={name}
          checked={form.values[name] === true}
          onChange={({ currentTarget }) => form.set(name, currentTarget.checked)}
        />
      );
    },
  });
  return (
    <Rows
      label={texts.operations.permissions}
      data={areasOf(permissions)}
      keyOf={(area) => area}
      columns={[
        { header: texts.operations.area, cell: (area) => <Area area={area} /> },
        column('read', texts.operations.read),
        column('write', texts.operations.write),
      ]}
    />
  );
};

const Area = ({ area }: { readonly area: string }) => {
  const { rights } = useTexts();
  return (
    <>
      <div>{rights.areas[area] ?? area}</div>
      <div className="code">{area}</div>
    </>
  );
};
