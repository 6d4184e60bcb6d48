import { NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '../api/queries.ts';
import { useMe } from '../api/session.ts';
import { useToday } from '../parts/clock/use-now.ts';
import { ActionButton } from '../parts/form/action-button.tsx';
import { useIssueColumns } from '../parts/invoicing/issue-columns.tsx';
import { Facts } from '../parts/page/facts.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Money } from '../parts/page/money.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { DataTable, Rows } from '../parts/table/data-table.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { dateAfter, instantOfLocal } from '../values/times.ts';

/** The runs: what they will invoice, what holds them up, and whether invoices prove themselves. */
export const Billing = () => {
  const texts = useTexts();
  return (
    <Page title={texts.due.title}>
      <Sections>
        <Issues />
        <Forecast />
        <Verification />
      </Sections>
    </Page>
  );
};

const Issues = () => {
  const texts = useTexts();
  const statuses = [
    { value: 'resolved', label: texts.due.resolved },
    { value: 'all', label: texts.common.all },
  ];
  return (
    <Section title={texts.due.issues} text={texts.billing.issuesText}>
      <DataTable
        operation="listBillingIssues"
        label={texts.due.issues}
        columns={useIssueColumns()}
        keyOf={({ id }) => id}
        filters={[
          {
            kind: 'choice',
            name: 'status',
            label: texts.common.status,
            options: statuses,
            none: texts.due.open,
          },
          ...useCreatedFilters(),
        ]}
        fileName="billing-issues"
        empty={{ text: texts.due.noIssues }}
      />
    </Section>
  );
};

const spans = [7, 30, 90] as const;

const Forecast = () => {
  const texts = useTexts();
  const { timeZone } = useMe().tenant;
  const today = useToday();
  const [days, setDays] = useState('30');
  const until = instantOfLocal(dateAfter(today, Number(days) + 1, 'day'), '00:00', timeZone);
  const forecast = useRead('forecastBilling', { query: { until } });
  return (
    <Section title={texts.due.forecast} text={texts.due.forecastText}>
      <NativeSelect
        maw={200}
        label={texts.due.until}
        value={days}
        data={spans.map((span) => ({ value: String(span), label: texts.due.within(span) }))}
        onChange={({ currentTarget }) => setDays(currentTarget.value)}
      />
      <Loaded query={forecast}>
        {({ invoices, customers, totals, customersSetAside }) =>
          invoices === 0 && customersSetAside === 0 ? (
            <Text size="sm">{texts.due.nothingDue}</Text>
          ) : (
            <Facts
              rows={[
                [texts.due.invoices, String(invoices)],
                [texts.due.customers, String(customers)],
                ...(customersSetAside === 0
                  ? []
                  : [[texts.due.heldUp, String(customersSetAside)] as const]),
                [
                  texts.due.sums,
                  totals.map((total) => (
                    <div key={total.currency}>
                      <Money value={total} />
                    </div>
                  )),
                ],
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
};

/** It reads every invoice, so nobody starts it by looking at the page. */
const Verification = () => {
  const texts = useTexts();
  const [isWanted, setWanted] = useState(false);
  const verification = useRead('verifyInvoices', {}, { enabled: isWanted });
  return (
    <Section
      title={texts.due.verification}
      text={texts.due.verificationText}
      actions={
        <ActionButton
          operation="verifyInvoices"
          isPending={verification.isFetching}
          onClick={() => (isWanted ? void verification.refetch() : setWanted(true))}
        >
          {texts.due.verify}
        </ActionButton>
      }
    >
      {isWanted && (
        <Loaded query={verification}>
          {({ invoices, lines, faults }) =>
            faults.length === 0 ? (
              <Text size="sm" role="status">
                {texts.due.intact(invoices, lines)}
              </Text>
            ) : (
              <Stack gap="sm" role="alert">
                <Text size="sm">{texts.due.faults}</Text>
                <Rows
                  label={texts.due.faults}
                  data={faults}
                  keyOf={({ invoiceId, number, code, detail }) =>
                    `${invoiceId} ${number} ${code} ${detail}`
                  }
                  columns={[
                    {
                      header: texts.billing.invoice,
                      cell: ({ invoiceId, number }) =>
                        invoiceId === null ? (
                          number
                        ) : (
                          <AppLink to={at('invoices', invoiceId)}>{number ?? invoiceId}</AppLink>
                        ),
                    },
                    {
                      header: texts.billing.reason,
                      cell: ({ code }) => texts.due.faultCodes[code],
                    },
                    { header: texts.common.description, cell: ({ detail }) => detail },
                  ]}
                />
              </Stack>
            )
          }
        </Loaded>
      )}
    </Section>
  );
};
