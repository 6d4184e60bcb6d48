import { Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import { issueText } from '../../texts/problem-words.ts';
import type { BillingIssue } from '../../wire/types.ts';
import { CallButton } from '../form/call-button.tsx';
import { CustomerName } from '../page/names.tsx';
import { RemedyLink } from '../page/remedy-link.tsx';
import { InstantText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';

/** The columns of what holds up the billing of a customer. */
export const useIssueColumns = (): readonly Column<BillingIssue>[] => {
  const texts = useTexts();
  return [
    { header: texts.common.customer, cell: ({ customerId }) => <CustomerName id={customerId} /> },
    {
      header: texts.billing.reason,
      cell: (issue) => (
        <>
          <Text size="sm">{issueText(issue)}</Text>
          <RemedyLink code={issue.code} />
          <div className="code">{issue.code}</div>
        </>
      ),
    },
    { header: texts.due.since, cell: ({ moment }) => <InstantText value={moment} /> },
    { header: texts.billing.at, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
    {
      header: texts.common.actions,
      cell: ({ id, resolvedAt }) =>
        resolvedAt === null ? (
          <RetryIssue id={id} />
        ) : (
          <>
            {texts.due.resolved} <InstantText value={resolvedAt} />
          </>
        ),
    },
  ];
};

const RetryIssue = ({ id }: { readonly id: string }) => {
  const texts = useTexts();
  return (
    <CallButton
      operation="retryBillingIssue"
      request={{ params: { issueId: id } }}
      label={texts.billing.retryIssue}
      said={texts.due.retried}
    />
  );
};
