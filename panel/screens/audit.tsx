import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call, useMe } from '../api/session.ts';
import { AuditTable } from '../parts/audit-table.tsx';
import { Icon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { CopyText } from '../parts/secret-dialog.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { AuditVerification } from '../wire/types.ts';

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
        ]}
      />
    </Page>
  );
};

const Verification = () => {
  const texts = useTexts();
  const { tenant } = useMe();
  // It reads the whole chain, so a person asks for it.
  const check = useQuery({
    queryKey: [tenant.id, 'verifyAuditEntries'],
    queryFn: () => call('verifyAuditEntries', {}),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Group gap="md" role="status">
      {check.data === undefined ? (
        <Text size="sm">
          {check.isFetching ? texts.operations.verifying : texts.operations.notVerified}
        </Text>
      ) : (
        <Verdict verification={check.data} />
      )}
      {check.error !== null && <ProblemAlert error={check.error} />}
      <Button variant="default" loading={check.isFetching} onClick={() => void check.refetch()}>
        {texts.operations.verify}
      </Button>
    </Group>
  );
};

const Verdict = ({
  verification: { isIntact, head, firstBreach },
}: {
  readonly verification: AuditVerification;
}) => {
  const texts = useTexts();
  if (isIntact || firstBreach === null) {
    return (
      <>
        <span className="status good">
          <Icon name="check" /> {texts.operations.intact(head.sequence)}
        </span>
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
      {texts.operations.brokenText}
    </Alert>
  );
};
