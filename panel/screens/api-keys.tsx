import { Group } from '@mantine/core';
import { useState } from 'react';
import { call, useMe } from '../api/session.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { RenameAction } from '../parts/form/rename-action.tsx';
import { SecretDialog } from '../parts/form/secret-dialog.tsx';
import { at } from '../parts/page/links.tsx';
import { Page } from '../parts/page/page.tsx';
import { InstantText } from '../parts/page/times.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { instantText } from '../values/times.ts';
import type { ApiKey } from '../wire/types.ts';

/** The API keys of the tenant. */
export const ApiKeys = () => {
  const texts = useTexts();
  const [secret, setSecret] = useState<string>();
  const columns: readonly Column<ApiKey>[] = [
    { header: texts.common.name, cell: ({ name }) => name },
    {
      header: texts.operations.permissions,
      cell: ({ permissions }) => <span className="code">{permissions.join(', ')}</span>,
    },
    {
      header: texts.operations.lastUsed,
      cell: ({ lastUsedAt }) => <InstantText value={lastUsedAt} />,
    },
    {
      header: texts.operations.expires,
      cell: ({ expiresAt }) =>
        expiresAt === null ? texts.operations.never : <InstantText value={expiresAt} />,
    },
    { header: texts.common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
    {
      header: texts.common.actions,
      cell: (apiKey) => <KeyActions apiKey={apiKey} onSecret={setSecret} />,
    },
  ];
  const create = (
    <ActionLink operation="createApiKey" to={at('api-keys', 'new')}>
      {texts.operations.newApiKey}
    </ActionLink>
  );
  return (
    <Page title={texts.operations.apiKeys} actions={create}>
      <DataTable
        operation="listApiKeys"
        fileName="api-keys"
        label={texts.operations.apiKeys}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ text: texts.operations.emptyKeys, action: create }}
      />
      <SecretDialog
        title={texts.operations.keyCreated}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </Page>
  );
};

interface KeyActionsProps {
  readonly apiKey: ApiKey;
  readonly onSecret: (secret: string) => void;
}

const KeyActions = ({ apiKey, onSecret }: KeyActionsProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  const params = { apiKeyId: apiKey.id };
  const used =
    apiKey.lastUsedAt === null
      ? texts.operations.revokeUnused
      : texts.operations.revokeUsed(instantText(apiKey.lastUsedAt, timeZone, locale));
  return (
    <Group gap="xs" wrap="nowrap">
      <RenameAction
        operation="updateApiKey"
        name={apiKey.name}
        save={(name) => call('updateApiKey', { params, version: apiKey.version, body: { name } })}
      />
      <ConfirmAction
        operation="rotateApiKey"
        request={{ params, body: { overlapSeconds } }}
        label={texts.operations.rotate}
        about={apiKey.name}
        consequences={[texts.operations.rotateText]}
        onDone={({ token }) => onSecret(token)}
      />
      <ConfirmAction
        operation="revokeApiKey"
        request={{ params, version: apiKey.version } as never}
        label={texts.operations.revoke}
        about={apiKey.name}
        consequences={[texts.operations.revokeText(apiKey.name), used]}
        isDangerous
      />
    </Group>
  );
};

/** A day: programs are given the new key meanwhile. */
const overlapSeconds = 86_400;
