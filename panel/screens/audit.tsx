import { Alert, Group, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { publicEventTypes } from '#domain/event-types.ts';
import { useCan, useRead, useWrite } from '../api/queries.ts';
import { useMe } from '../api/session.ts';
import { ActionButton } from '../parts/form/action-button.tsx';
import { CopyText } from '../parts/form/secret-dialog.tsx';
import { AuditTable } from '../parts/operations/audit-table.tsx';
import { Icon } from '../parts/page/icons.tsx';
import { Page } from '../parts/page/page.tsx';
import { ProblemAlert } from '../parts/page/problem-alert.tsx';
import type { FilterSpec } from '../parts/table/filters.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { instantText } from '../values/times.ts';
import type { LastAuditVerification } from '../wire/types.ts';

/** Who did what, when, and whether nobody changed the record of it. */
export const AuditLog = () => {
  const texts = useTexts();
  return (
    <Page title={texts.operations.audit}>
      <Verification />
      <AuditTable
        filters={[
          {
            kind: 'text',
            name: 'action',
            label: texts.operations.action,
            choices: publicEventTypes,
          },
          { kind: 'text', name: 'resourceId', label: texts.operations.resource },
          useActorFilter(),
          ...useCreatedFilters(),
        ]}
      />
    </Page>
  );
};

/** One of the members or API keys, for who may read them; else by the id that entries show. */
const useActorFilter = (): FilterSpec => {
  const { events, operations } = useTexts();
  const mayRead = useCan('listUsers');
  const keys = useRead('listApiKeys', { query: { limit: '100' } });
  const members = useRead('listUsers', { query: { limit: '100' } });
  const { actorId } = useSearch({ strict: false }) as { readonly actorId?: string };
  const field = { name: 'actorId', label: operations.who };
  const known = [
    ...(members.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ...(keys.data?.data ?? []).map(({ id, name }) => ({
      value: id,
      label: `${events.apiKey} ${name}`,
    })),
  ];
  // An address may name a program, too.
  const isOther = actorId !== undefined && known.every(({ value }) => value !== actorId);
  const others = isOther ? [{ value: actorId, label: actorId }] : [];
  return mayRead
    ? { kind: 'choice', ...field, options: [...known, ...others] }
    : { kind: 'text', ...field };
};

/** The result of the last verification. Another reads the whole chain, so a person asks for it. */
const Verification = () => {
  const texts = useTexts();
  const { data } = useRead('getLastAuditVerification', {});
  const check = useWrite('verifyAuditEntries');
  return (
    <Group gap="md" role="status">
      {data?.verification === null && !check.isPending && (
        <Text size="sm">{texts.operations.notVerified}</Text>
      )}
      {check.isPending && <Text size="sm">{texts.operations.verifying}</Text>}
      {data !== undefined && data.verification !== null && !check.isPending && (
        <Verdict verification={data.verification} />
      )}
      {check.error !== null && <ProblemAlert error={check.error} />}
      <ActionButton
        operation="verifyAuditEntries"
        isPending={check.isPending}
        onClick={() => check.mutate({})}
      >
        {texts.operations.verify}
      </ActionButton>
    </Group>
  );
};

const Verdict = ({
  verification: { isIntact, head, firstBreach, verifiedAt },
}: {
  readonly verification: NonNullable<LastAuditVerification['verification']>;
}) => {
  const texts = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  const at = texts.operations.verifiedAt(instantText(verifiedAt, timeZone, locale));
  if (isIntact || firstBreach === null) {
    return (
      <>
        <span className="status good">
          <Icon name="check" /> {texts.operations.intact(head.sequence)}
        </span>
        <Text size="sm" c="dimmed">
          {at}
        </Text>
        <CopyText text={`${head.sequence}:${head.hash}`} label={texts.operations.anchor} />
      </>
    );
  }
  return (
    <Alert
      color="red"
      variant="outline"
      title={texts.operations.broken(firstBreach.sequence, firstBreach.reason)}
    >
      {texts.operations.brokenText} {at}.
    </Alert>
  );
};
