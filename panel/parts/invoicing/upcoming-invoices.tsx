import { Text } from '@mantine/core';
import { useRead, useReads } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { isSame } from '../../values/merge.ts';
import { zoneOfLines } from '../../values/times.ts';
import type { InvoicePreview } from '../../wire/types.ts';
import { Money } from '../page/money.tsx';
import { Section } from '../page/page.tsx';
import { Loaded } from '../page/states.tsx';
import { InstantText } from '../page/times.tsx';
import { Rows } from '../table/data-table.tsx';

const shownMax = 5;

/** The next invoices of a customer, of the subscriptions that are not over. */
export const UpcomingInvoices = ({ customerId }: { readonly customerId: string }) => {
  const texts = useTexts();
  const subscriptions = useRead('listSubscriptions', { query: { customerId, limit: '20' } });
  const running = (subscriptions.data?.data ?? [])
    .filter(({ status }) => status !== 'ended')
    .slice(0, shownMax);
  const previews = useReads(
    'previewUpcomingInvoice',
    running.map(({ id }) => ({ params: { subscriptionId: id } })),
  );
  const next = onceEach(previews.flatMap(({ data }) => data?.next ?? []));
  const isRead = previews.every(({ isFetched }) => isFetched);
  return (
    <Section title={texts.balances.upcoming}>
      <Loaded query={subscriptions}>
        {() =>
          next.length === 0 ? (
            <Text size="sm" c="dimmed" aria-busy={!isRead}>
              {isRead ? texts.balances.upcomingNone : texts.common.loading}
            </Text>
          ) : (
            <Rows
              label={texts.balances.upcoming}
              data={next}
              keyOf={({ at, currency, lines }) => `${at} ${currency} ${lines[0]?.subscriptionId}`}
              columns={[
                {
                  header: texts.billing.at,
                  cell: ({ at, lines }) => (
                    <InstantText value={at} of={{ timeZone: zoneOfLines(lines) }} />
                  ),
                },
                {
                  header: texts.billing.lines,
                  cell: ({ lines }) => lines.map(({ description }) => description).join(', '),
                },
                {
                  header: texts.billing.total,
                  isNumeric: true,
                  cell: ({ total }) => <Money value={total} />,
                },
                {
                  header: texts.billing.amountDue,
                  isNumeric: true,
                  cell: ({ amountDue }) => <Money value={amountDue} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
};

/** Subscriptions that are due together share an invoice, which each of them previews. */
const onceEach = (previews: readonly InvoicePreview[]): readonly InvoicePreview[] =>
  previews
    .filter((one, index) => previews.findIndex((other) => isSame(one, other)) === index)
    .toSorted((one, other) => (one.at < other.at ? -1 : 1));
