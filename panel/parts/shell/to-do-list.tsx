import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { isSettled, useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { localDateOf } from '../../values/times.ts';
import { useClock } from '../clock/use-now.ts';
import { AppLink, at } from '../page/links.tsx';
import { Section } from '../page/page.tsx';
import { WaitingRows } from '../page/states.tsx';
import { Rows } from '../table/data-table.tsx';

interface ToDo {
  readonly label: string;
  readonly count: number;
  readonly to: string;
  readonly search: Readonly<Record<string, string>>;
}

/** Nobody counts a list; from so many on the page says "or more". */
const countedMax = 20;

/** Things that wait for a person, each with the way to it; nothing that they may not read. */
export const ToDoList = ({ where }: { readonly where: 'above' | 'below' }) => {
  const texts = useTexts();
  const { toDos, isRead } = useToDos();
  // Work comes first on the page; that there is none is the least of its news.
  if (!isRead && where === 'above') return <WaitingRows height={38} />;
  if (!isRead || (where === 'above') !== toDos.length > 0) return null;
  return (
    <Section title={texts.due.toDo}>
      {toDos.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.due.toDoNothing}
        </Text>
      ) : (
        <Rows
          label={texts.due.toDo}
          data={toDos}
          keyOf={({ label }) => label}
          columns={[
            {
              header: texts.due.task,
              cell: ({ label, to, search }) => (
                <AppLink to={to} search={search}>
                  {label}
                </AppLink>
              ),
            },
            {
              header: texts.due.count,
              isNumeric: true,
              cell: ({ count }) => (count < countedMax ? count : texts.due.many(countedMax)),
            },
          ]}
        />
      )}
    </Section>
  );
};

const useToDos = (): { readonly toDos: readonly ToDo[]; readonly isRead: boolean } => {
  const { due } = useTexts();
  const clock = useClock();
  const today = localDateOf(clock.now, useMe().tenant.timeZone);
  const limit = String(countedMax);
  const dueToday = { status: 'finalized', 'dueOn[gte]': today, 'dueOn[lte]': today };
  const dueInvoices = useRead('listInvoices', { query: { ...dueToday, limit } });
  const overdue = useRead('listInvoices', { query: { overdue: 'true', limit } });
  const drafts = useRead('listInvoices', { query: { status: 'draft', limit } });
  const issues = useRead('listBillingIssues', { query: { limit } });
  const webhooks = useRead('listWebhookEndpoints', { query: { limit: '100' } });
  const inGrace = rowsOf(drafts).filter(({ finalizesAt }) => finalizesAt !== null).length;
  const failing = rowsOf(webhooks).filter(
    ({ failingSince, disabledReason }) =>
      failingSince !== null || disabledReason === 'gone' || disabledReason === 'failing',
  );
  const unpaid = rowsOf(dueInvoices).filter(({ paymentStatus }) => paymentStatus !== 'paid');
  const draft = { to: at('invoices'), search: { status: 'draft' } };
  const all: readonly ToDo[] = [
    { label: due.heldUp, count: rowsOf(issues).length, to: at('billing'), search: {} },
    {
      label: due.overdue,
      count: rowsOf(overdue).length,
      to: at('invoices'),
      search: { overdue: 'true' },
    },
    { label: due.dueToday, count: unpaid.length, to: at('invoices'), search: dueToday },
    { label: due.drafts, count: inGrace, ...draft },
    { label: due.draftsByHand, count: rowsOf(drafts).length - inGrace, ...draft },
    { label: due.failingWebhooks, count: failing.length, to: at('webhooks'), search: {} },
  ];
  return {
    toDos: all.filter(({ count }) => count > 0),
    isRead: clock.isRead && [dueInvoices, overdue, drafts, issues, webhooks].every(isSettled),
  };
};

const rowsOf = <Row,>(query: UseQueryResult<{ readonly data: readonly Row[] }>): readonly Row[] =>
  query.data?.data ?? [];
