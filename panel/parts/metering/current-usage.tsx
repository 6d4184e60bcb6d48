import { Button } from '@mantine/core';
import { useState } from 'react';
import { isSettled, useCan, useRead } from '../../api/queries.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { dateAfter, periodText } from '../../values/times.ts';
import type { CurrentUsage as CurrentUsageView, Subscription } from '../../wire/types.ts';
import { PriceSteps } from '../catalog/price-steps.tsx';
import { AppLink, at } from '../page/links.tsx';
import { Money } from '../page/money.tsx';
import { Section } from '../page/page.tsx';
import { Loaded, WaitingRows } from '../page/states.tsx';
import { PeriodText } from '../page/times.tsx';
import { useQuantityText } from '../page/use-quantity-text.ts';
import { useAgreedPrices } from '../subscriptions/subscription-items.tsx';
import type { Column } from '../table/data-table.tsx';
import { Rows } from '../table/data-table.tsx';
import { useUnits } from './use-meters.ts';

type Used = CurrentUsageView['data'][number];

interface CurrentUsageProps {
  readonly subscription: Subscription;
}

/** The usage of the open period, and its amounts. Nothing is shown where no price counts any. */
export const CurrentUsage = ({ subscription }: CurrentUsageProps) => {
  const { usage } = useTexts();
  const params = { subscriptionId: subscription.id };
  const current = useRead('showCurrentUsage', { params });
  if (!isSettled(current)) return <WaitingRows height={38} />;
  if (current.error === null && (current.data?.data ?? []).length === 0) return null;
  return (
    <Section title={usage.current} text={usage.currentText}>
      <Loaded query={current}>
        {({ data }) => <UsedPrices subscription={subscription} data={data} />}
      </Loaded>
    </Section>
  );
};

const keyOf = ({ priceId, group, servicePeriod }: Used): string =>
  `${priceId} ${servicePeriod.start} ${group ?? ''}`;

const UsedPrices = ({ subscription, data }: CurrentUsageProps & CurrentUsageView) => {
  const { billing, common, usage } = useTexts();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const columns = useUsedColumns(subscription, data);
  const prices = useAgreedPrices(subscription);
  const locale = useLocale();
  const nameOf = ({ priceId, group, servicePeriod }: Used): string => {
    const name = prices?.find(({ id }) => id === priceId)?.name ?? priceId;
    const period = periodText(servicePeriod, locale);
    return [name, group, period].filter(Boolean).join(', ');
  };
  const toggle = (key: string): void =>
    setOpened((old) => (old.includes(key) ? old.filter((each) => each !== key) : [...old, key]));
  const explain: Column<Used> = {
    header: common.actions,
    cell: (used) => (
      <Button
        className="no-print"
        variant="default"
        size="compact-xs"
        aria-expanded={opened.includes(keyOf(used))}
        onClick={() => toggle(keyOf(used))}
      >
        {billing.explain}
        <span className="hidden-text"> {nameOf(used)}</span>
      </Button>
    ),
  };
  return (
    <Rows
      label={usage.current}
      data={data}
      columns={[...columns, explain]}
      keyOf={keyOf}
      detail={(used) =>
        opened.includes(keyOf(used)) ? (
          <PriceSteps steps={used.steps} about={nameOf(used)} />
        ) : undefined
      }
    />
  );
};

/** The columns that these rows need: groups, and what was charged already, where there are any. */
const useUsedColumns = (
  subscription: Subscription,
  data: readonly Used[],
): readonly Column<Used>[] => {
  const { agreements, billing, metering, usage } = useTexts();
  const prices = useAgreedPrices(subscription);
  const unitOf = useUnits(data.flatMap(({ meterId }) => meterId ?? []));
  const quantityText = useQuantityText();
  const group: Column<Used> = { header: metering.group, cell: (used) => used.group };
  const charged: Column<Used> = {
    header: usage.charged,
    isNumeric: true,
    cell: (used) => <Money value={used.charged} />,
  };
  return [
    {
      header: agreements.price,
      cell: ({ priceId }) =>
        prices?.find(({ id }) => id === priceId)?.name ?? <span className="code">{priceId}</span>,
    },
    ...(data.some((used) => used.group !== null) ? [group] : []),
    {
      header: billing.period,
      cell: ({ servicePeriod }) => <PeriodText value={servicePeriod} />,
    },
    {
      header: billing.quantity,
      isNumeric: true,
      cell: ({ meterId, quantity, quantities, servicePeriod }) => (
        <>
          <span className="number">
            {meterId === null
              ? countedText(quantities ?? {}, (each) => quantityText(each, null))
              : quantityText(quantity, unitOf(meterId))}
          </span>
          {meterId !== null && (
            <UsageLink
              subscription={subscription}
              meterId={meterId}
              servicePeriod={servicePeriod}
            />
          )}
        </>
      ),
    },
    {
      header: usage.soFar,
      isNumeric: true,
      cell: ({ amount }) => <Money value={amount} />,
    },
    ...(data.some((used) => used.charged.amount !== 0) ? [charged] : []),
  ];
};

/** The quantities of several meters: `seats: 12, gigabytes: 40`. */
const countedText = (
  quantities: Readonly<Record<string, string>>,
  quantityText: (quantity: string) => string,
): string =>
  Object.entries(quantities)
    .map(([meter, quantity]) => `${meter}: ${quantityText(quantity)}`)
    .join(', ');

interface UsageLinkProps extends CurrentUsageProps {
  readonly meterId: string;
  readonly servicePeriod: Used['servicePeriod'];
}

/** A link to the usage of the period, day by day, for those who may read it. */
const UsageLink = ({ subscription, meterId, servicePeriod }: UsageLinkProps) => {
  const { usage } = useTexts();
  const mayRead = useCan('queryUsage');
  if (!mayRead) return null;
  // Not by the subscription: events that name none are counted for it, too.
  const search = {
    customerId: subscription.customerId,
    meterId,
    from: servicePeriod.start,
    through: dateAfter(servicePeriod.end, -1, 'day'),
    window: 'day',
  };
  return (
    <div className="no-print">
      <AppLink to={at('usage')} search={search}>
        {usage.byDay}
      </AppLink>
    </div>
  );
};
