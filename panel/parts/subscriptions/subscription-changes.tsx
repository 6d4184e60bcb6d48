import { useRead } from '../../api/queries.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { useSubscriptionDetailTexts } from '../../texts/subscription-details.ts';
import { decimalText } from '../../values/money-text.ts';
import { chargedPrice } from '../../values/own-price.ts';
import { dateText } from '../../values/times.ts';
import type { Subscription, SubscriptionChange } from '../../wire/types.ts';
import { usePriceText } from '../catalog/price-text.ts';
import { ConfirmAction } from '../form/confirm-action.tsx';
import { Section } from '../page/page.tsx';
import { DateText, InstantText } from '../page/times.tsx';
import { DataTable } from '../table/data-table.tsx';
import { useAgreedPrices } from './subscription-items.tsx';

interface SubscriptionChangesProps {
  readonly subscription: Subscription;
}

/** The changes of a subscription; one that lies ahead can be taken back. */
export const SubscriptionChanges = ({ subscription }: SubscriptionChangesProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const { id, version } = subscription;
  const params = { subscriptionId: id };
  return (
    <Section title={texts.agreements.changes}>
      <DataTable<SubscriptionChange>
        operation="listSubscriptionChanges"
        params={params}
        cursorName="changes"
        label={texts.agreements.changes}
        keyOf={(change) => change.id}
        empty={{ text: texts.agreements.noChanges }}
        columns={[
          {
            header: texts.agreements.effective,
            cell: ({ effectiveOn }) => <DateText value={effectiveOn} />,
          },
          {
            header: texts.common.status,
            cell: ({ status }) => texts.agreements.changeStates[status],
          },
          {
            header: texts.agreements.change,
            cell: (change) => <ChangeText subscription={subscription} change={change} />,
          },
          {
            header: texts.common.createdAt,
            cell: ({ createdAt }) => <InstantText value={createdAt} />,
          },
          {
            header: texts.common.actions,
            cell: (change) =>
              change.status === 'scheduled' && (
                <ConfirmAction
                  operation="takeBackSubscriptionChange"
                  request={{ params: { ...params, changeId: change.id }, version }}
                  label={texts.agreements.takeBack}
                  about={dateText(change.effectiveOn, locale)}
                  consequences={[texts.agreements.takeBackText, texts.agreements.takeBackCharges]}
                  said={texts.agreements.takenBack}
                />
              ),
          },
        ]}
      />
    </Section>
  );
};

interface ChangeTextProps {
  readonly subscription: Subscription;
  readonly change: SubscriptionChange;
}

/** A change in words: where it moves to, and which items it touches. */
const ChangeText = ({ subscription, change }: ChangeTextProps) => {
  const { agreements } = useTexts();
  const texts = useSubscriptionDetailTexts();
  const priceText = usePriceText();
  const locale = useLocale();
  const { currency } = subscription;
  const { kind, planId, planVersion, items, anchorOn, timeZone } = change;
  const params = { planId: planId ?? subscription.planId };
  const plan = useRead('getPlan', { params }, { enabled: planId !== null });
  const ofTarget = useAgreedPrices({
    ...params,
    planVersion: planVersion ?? subscription.planVersion,
  });
  const ofNow = useAgreedPrices(subscription);
  const priceOf = (priceId: string) =>
    [...(ofTarget ?? []), ...(ofNow ?? [])].find(({ id }) => id === priceId);
  const nameOf = (priceId: string): string => priceOf(priceId)?.name ?? priceId;
  const itemLines = (item: SubscriptionChange['items'][number]): readonly string[] => {
    const name = nameOf(item.priceId);
    if (!item.isIncluded) return [agreements.itemGone(name)];
    const price = priceOf(item.priceId);
    return [
      ...(item.quantity === null && (item.override !== undefined || item.endsOn !== undefined)
        ? []
        : [agreements.itemWith(name, decimalText(item.quantity ?? '1', locale))]),
      ...(item.override === null ? [texts.priceAgain(name)] : []),
      ...(item.override && price
        ? [texts.ownPriceNow(name, priceText(chargedPrice(price, item.override), currency))]
        : []),
      ...(item.endsOn === null ? [texts.noEnd(name)] : []),
      ...(typeof item.endsOn === 'string'
        ? [texts.endNow(name, dateText(item.endsOn, locale))]
        : []),
    ];
  };
  const lines = [
    ...(kind === 'change' ? [] : [agreements.changeKinds[kind]]),
    ...(planId === null ? [] : [agreements.toPlan(plan.data?.name ?? planId)]),
    ...(planVersion === null ? [] : [agreements.toVersion(planVersion)]),
    ...items.flatMap(itemLines),
    ...(anchorOn === null ? [] : [agreements.anchorText(dateText(anchorOn, locale))]),
    ...(timeZone === null ? [] : [agreements.zoneText(timeZone)]),
  ];
  return lines.map((line) => <div key={line}>{line}</div>);
};
