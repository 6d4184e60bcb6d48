import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '../api/queries.ts';
import { useToday } from '../parts/clock/use-now.ts';
import { CustomerChoice } from '../parts/customers/customer-choice.tsx';
import { ActionLink } from '../parts/form/action-button.tsx';
import { MeterChoice } from '../parts/metering/meter-choice.tsx';
import { useMeter } from '../parts/metering/use-meters.ts';
import { at } from '../parts/page/links.tsx';
import { Page } from '../parts/page/page.tsx';
import { QuantityBar } from '../parts/page/quantity-bar.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { useQuantityText } from '../parts/page/use-quantity-text.ts';
import { Rows } from '../parts/table/data-table.tsx';
import type { FilterSpec } from '../parts/table/filters.tsx';
import { Filters } from '../parts/table/filters.tsx';
import { useListState } from '../parts/table/list-state.ts';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { dateAfter, dateText } from '../values/times.ts';
import type { AskedUsage, Days } from '../values/usage-query.ts';
import { barsOf, daysOf, groupsOf, windowText } from '../values/usage-query.ts';
import type { Usage as UsageView } from '../wire/types.ts';

const asked = [
  'customerId',
  'meterId',
  'subscriptionId',
  'from',
  'through',
  'window',
  'groupBy',
] as const;

/** The usage of a customer by a meter: by time and by groups, as the address of the page says. */
export const Usage = () => {
  const { usage } = useTexts();
  const state = useListState(asked, 'cursor');
  const given: AskedUsage = state.filters;
  const days = daysOf(given, useToday());
  const choice = {
    values: { customerId: given.customerId ?? '', meterId: given.meterId ?? '' },
    errors: {},
    set: (name: string, value: string | boolean) => state.setFilter(name, String(value)),
  };
  return (
    <Page title={usage.title} subtitle={usage.text}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} maw={840}>
        <Stack gap="sm">
          <CustomerChoice form={choice} />
        </Stack>
        <Stack gap="sm">
          <MeterChoice form={choice} name="meterId" status="all" />
        </Stack>
      </SimpleGrid>
      <Filters
        specs={useQuestionFilters()}
        more={[{ kind: 'text', name: 'subscriptionId', label: usage.subscriptionId }]}
        state={{ ...state, filters: { ...state.filters, ...days } }}
      />
      <Answer question={{ ...given, ...days }} />
    </Page>
  );
};

const useQuestionFilters = (): readonly FilterSpec[] => {
  const { usage } = useTexts();
  const windows = (['hour', 'day', 'month'] as const).map((value) => ({
    value,
    label: usage.windows[value],
  }));
  return [
    { kind: 'date', name: 'from', label: usage.from },
    { kind: 'date', name: 'through', label: usage.through },
    {
      kind: 'choice',
      name: 'window',
      label: usage.window,
      options: windows,
      none: usage.undivided,
    },
    { kind: 'text', name: 'groupBy', label: usage.groupBy },
  ];
};

type Question = AskedUsage & Days;

interface AnswerProps {
  readonly question: Question;
}

const Answer = ({ question }: AnswerProps) => {
  const { metering, usage } = useTexts();
  const locale = useLocale();
  const { customerId, meterId, subscriptionId, from, through, window } = question;
  const groupBy = groupsOf(question).join(',');
  const isAsked = customerId !== undefined && meterId !== undefined;
  const answer = useRead(
    'queryUsage',
    {
      query: {
        customerId,
        meterId,
        subscriptionId,
        from,
        to: dateAfter(through, 1, 'day'),
        window,
        groupBy: groupBy === '' ? undefined : groupBy,
      },
    },
    { enabled: isAsked },
  );
  const meters = useRead('listMeters', { query: { status: 'all', limit: '1' } });
  const unit = useMeter(meterId ?? '')?.unit ?? null;
  if (meters.data?.data.length === 0) {
    return (
      <Empty text={usage.needsMeter}>
        <ActionLink operation="createMeter" to={at('meters', 'new')}>
          {metering.newMeter}
        </ActionLink>
      </Empty>
    );
  }
  if (!isAsked) return <Empty text={usage.chooseFirst} />;
  return (
    <Stack gap="sm" aria-busy={answer.isPlaceholderData}>
      <Loaded query={answer}>
        {(found) => (
          <>
            <Text size="sm" c="dimmed" aria-live="polite">
              {usage.clocks(dateText(from, locale), dateText(through, locale), found.timeZone)}
            </Text>
            <Quantities found={found} question={question} unit={unit} />
          </>
        )}
      </Loaded>
    </Stack>
  );
};

interface QuantitiesProps {
  readonly found: UsageView;
  readonly question: AskedUsage;
  readonly unit: string | null;
}

const shownFirst = 100;

/** The quantities as a table, each with a bar on one axis. Of many, the first ones. */
const Quantities = ({ found: { data, timeZone }, question, unit }: QuantitiesProps) => {
  const { metering, usage } = useTexts();
  const locale = useLocale();
  const quantityText = useQuantityText();
  const [isWhole, setWhole] = useState(false);
  const bars = barsOf(data.map(({ quantity }) => quantity));
  const rows = data
    .slice(0, isWhole ? data.length : shownFirst)
    .map((row, index) => ({ ...row, index }));
  if (rows.length === 0) return <Empty text={usage.none} />;
  return (
    <>
      <Rows
        label={usage.title}
        data={rows}
        keyOf={({ index }) => String(index)}
        columns={[
          {
            header: usage.when,
            cell: (row) => (
              <span className="number">{windowText(row, question.window, timeZone, locale)}</span>
            ),
          },
          ...groupsOf(question).map((property) => ({
            header: property,
            cell: ({ group }: (typeof rows)[number]) => (
              <span className="code">{group?.[property] ?? usage.noValue}</span>
            ),
          })),
          {
            header: metering.quantity,
            isNumeric: true,
            cell: ({ quantity }) => <span className="number">{quantityText(quantity, unit)}</span>,
          },
          { header: usage.bar, cell: ({ index }) => <QuantityBar bar={bars[index]} /> },
        ]}
      />
      {rows.length < data.length && (
        <Group>
          <Button variant="default" onClick={() => setWhole(true)}>
            {usage.showAll(data.length)}
          </Button>
        </Group>
      )}
    </>
  );
};
