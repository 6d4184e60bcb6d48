import { Text } from '@mantine/core';
import { useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { shareBar } from '../../values/usage-query.ts';
import type { Entitlement } from '../../wire/types.ts';
import { MeterName, SubscriptionName } from '../page/names.tsx';
import { Section } from '../page/page.tsx';
import { QuantityBar } from '../page/quantity-bar.tsx';
import { Loaded } from '../page/states.tsx';
import { DateText } from '../page/times.tsx';
import { useQuantityText } from '../page/use-quantity-text.ts';
import type { Column } from '../table/data-table.tsx';
import { Rows } from '../table/data-table.tsx';
import { useUnits } from './use-meters.ts';

/** The features that a customer has now, of all subscriptions, and how much of each is used. */
export const Entitlements = ({ customerId }: { readonly customerId: string }) => {
  const { features } = useTexts();
  const query = useRead('listEntitlements', { params: { customerId } });
  const meterIds = (query.data?.data ?? []).flatMap(({ meterId }) => meterId ?? []);
  const columns = useEntitlementColumns(useUnits(meterIds));
  return (
    <Section title={features.mayUse} text={features.mayUseText}>
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Text size="sm" c="dimmed">
              {features.none}
            </Text>
          ) : (
            <Rows
              label={features.mayUse}
              data={data}
              columns={columns}
              keyOf={({ feature }) => feature}
            />
          )
        }
      </Loaded>
    </Section>
  );
};

type UnitOf = ReturnType<typeof useUnits>;

const useEntitlementColumns = (unitOf: UnitOf): readonly Column<Entitlement>[] => {
  const { common, features, prices } = useTexts();
  return [
    {
      header: features.feature,
      cell: ({ feature, meterId }) => (
        <>
          <span className="code">{feature}</span>
          {meterId !== null && (
            <Text size="sm" c="dimmed" component="div">
              {prices.usageOf} <MeterName id={meterId} />
            </Text>
          )}
        </>
      ),
    },
    { header: features.kind, cell: ({ kind }) => features.kindNames[kind] },
    {
      header: features.extent,
      cell: (entitlement) => <Extent entitlement={entitlement} unitOf={unitOf} />,
    },
    {
      header: features.endsOn,
      cell: ({ period }) => (period === null ? common.none : <DateText value={period.end} />),
    },
    {
      header: features.givenBy,
      cell: ({ subscriptionIds }) =>
        subscriptionIds.map((id) => (
          <div key={id}>
            <SubscriptionName id={id} />
          </div>
        )),
    },
  ];
};

interface ExtentProps {
  readonly entitlement: Entitlement;
  readonly unitOf: UnitOf;
}

const Extent = ({ entitlement, unitOf }: ExtentProps) => {
  const { features } = useTexts();
  const quantityText = useQuantityText();
  const { kind, value, meterId, limit, remaining } = entitlement;
  if (kind === 'boolean') return features.included;
  if (kind === 'value') return value;
  const unit = meterId === null ? null : unitOf(meterId);
  const used = entitlement.used ?? '0';
  if (limit === null || remaining === null) {
    return `${quantityText(used, unit)}, ${features.unlimited}`;
  }
  return (
    <>
      <span className="number">
        {features.usedOf(quantityText(used, null), quantityText(limit, unit))}
      </span>
      <QuantityBar bar={shareBar(used, limit)} />
      <Text size="sm" c="dimmed">
        {remaining === '0' ? features.usedUp : features.left(quantityText(remaining, unit))}
      </Text>
    </>
  );
};
