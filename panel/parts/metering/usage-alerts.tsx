import { useCan } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useUsageAlertTexts } from '../../texts/usage-alerts.ts';
import type { UsageAlert } from '../../wire/types.ts';
import { ActionLink } from '../form/action-button.tsx';
import { AppLink, at } from '../page/links.tsx';
import { CustomerName, MeterName, SubscriptionName } from '../page/names.tsx';
import { Section } from '../page/page.tsx';
import { InstantText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { useThresholdsText } from './usage-alert-text.ts';
import { useMeter } from './use-meters.ts';

interface UsageAlertsProps {
  readonly customerId: string;
  /** One subscription of the customer, where it is those of that one alone. */
  readonly subscriptionId?: string;
}

/** The alerts that look at one customer or one subscription, for those who may read usage. */
export const UsageAlerts = ({ customerId, subscriptionId }: UsageAlertsProps) => {
  const { usage } = useTexts();
  const texts = useUsageAlertTexts();
  const mayRead = useCan('listUsageAlerts');
  const columns = useUsageAlertColumns();
  if (!mayRead) return null;
  const isOfOne = subscriptionId !== undefined;
  return (
    <Section
      title={usage.alerts}
      actions={
        <ActionLink
          operation="createUsageAlert"
          variant="default"
          to={at('usage-alerts', 'new')}
          search={isOfOne ? { customerId, subscriptionId } : { customerId }}
        >
          {texts.newAlert}
        </ActionLink>
      }
    >
      <DataTable
        operation="listUsageAlerts"
        label={usage.alerts}
        cursorName="alerts"
        query={isOfOne ? { subscriptionId } : { customerId }}
        columns={isOfOne ? columns.filter(({ header }) => header !== texts.whose) : columns}
        keyOf={({ id }) => id}
        empty={{ text: texts.noneHere }}
      />
    </Section>
  );
};

/** The columns of a list of alerts. */
export const useUsageAlertColumns = (): readonly Column<UsageAlert>[] => {
  const { common } = useTexts();
  const texts = useUsageAlertTexts();
  return [
    {
      header: common.name,
      cell: ({ id, name }) => <AppLink to={at('usage-alerts', id)}>{name}</AppLink>,
    },
    { header: texts.whose, cell: (alert) => <WhoseUsage alert={alert} /> },
    { header: texts.measure, cell: (alert) => <Measure alert={alert} /> },
    { header: texts.thresholds, cell: (alert) => <Thresholds alert={alert} /> },
    { header: common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
  ];
};

interface AlertProps {
  readonly alert: UsageAlert;
}

/** Whose usage an alert looks at. */
export const WhoseUsage = ({ alert: { customerId, subscriptionId } }: AlertProps) => {
  const texts = useUsageAlertTexts();
  if (customerId === null) return texts.everybody;
  return <CustomerUsage customerId={customerId} subscriptionId={subscriptionId} />;
};

interface CustomerUsageProps {
  readonly customerId: string;
  readonly subscriptionId: string | null;
}

/** A customer, and the one subscription whose usage is meant. */
export const CustomerUsage = ({ customerId, subscriptionId }: CustomerUsageProps) => (
  <>
    <CustomerName id={customerId} />
    {subscriptionId !== null && (
      <div>
        <SubscriptionName id={subscriptionId} />
      </div>
    )}
  </>
);

/** The meter of an alert, or the amount with its price. */
export const Measure = ({ alert: { meterId, currency, priceCode } }: AlertProps) => {
  const texts = useUsageAlertTexts();
  if (meterId !== null) return <MeterName id={meterId} />;
  return (
    <>
      {texts.amountIn(currency ?? '')}
      {priceCode !== null && <div className="code">{priceCode}</div>}
    </>
  );
};

const Thresholds = ({ alert }: AlertProps) => {
  const unit = useMeter(alert.meterId ?? '')?.unit ?? null;
  const thresholdsText = useThresholdsText();
  return <span className="number">{thresholdsText(alert, unit)}</span>;
};
