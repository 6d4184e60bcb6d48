import { Alert, Group, Text } from '@mantine/core';
import { useRead, useWrite } from '../api/queries.ts';
import { useMe } from '../api/session.ts';
import { ActionButton } from '../parts/form/action-button.tsx';
import { CopyText } from '../parts/form/secret-dialog.tsx';
import { AuditTable } from '../parts/operations/audit-table.tsx';
import { Icon } from '../parts/page/icons.tsx';
import { Page } from '../parts/page/page.tsx';
import { ProblemAlert } from '../parts/page/problem-alert.tsx';
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
          { kind: 'text', name: 'action', label: texts.operations.action },
          { kind: 'text', name: 'resourceId', label: texts.operations.resource },
          { kind: 'text', name: 'actorId', label: texts.operations.who },
          ...useCreatedFilters(),
        ]}
      />
    </Page>
  );
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
