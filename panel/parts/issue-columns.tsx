import { Text } from '@mantine/core';
import { useWrite } from '../api/queries.ts';
import { useTexts } from '../texts/catalogue.ts';
import { issueText } from '../texts/problem-words.ts';
import type { BillingIssue } from '../wire/types.ts';
import { ActionButton } from './action-button.tsx';
import { announce } from './announcer.tsx';
import type { Column } from './data-table.tsx';
import { AppLink, at } from './links.tsx';
import { CustomerName } from './names.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { InstantText } from './times.tsx';

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
          {issue.code === 'seller_incomplete' && (
            <AppLink to={at('settings')}>{texts.due.completeSeller}</AppLink>
          )}
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
  const retry = useWrite('retryBillingIssue', () => announce(texts.due.retried));
  return (
    <>
      {retry.error !== null && <ProblemAlert error={retry.error} />}
      <ActionButton
        operation="retryBillingIssue"
        isPending={retry.isPending}
        onClick={() => retry.mutate({ params: { issueId: id } })}
      >
        {texts.billing.retryIssue}
      </ActionButton>
    </>
  );
};
