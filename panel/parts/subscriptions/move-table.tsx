import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useMigrationTexts } from '../../texts/migrations.ts';
import { refusalText } from '../../texts/problem-words.ts';
import type { FormValues } from '../../values/form-values.ts';
import { countOutcomes, isLeft, leftField } from '../../values/migration-body.ts';
import type { MigratedSubscription, PreviewedMove } from '../../wire/types.ts';
import type { FormState } from '../form/form-state.ts';
import { AppLink, at } from '../page/links.tsx';
import { Money } from '../page/money.tsx';
import { useSubscriptionTitle } from '../page/names.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { Empty } from '../page/states.tsx';
import { StatusBadge } from '../page/status-badge.tsx';
import { InstantText } from '../page/times.tsx';
import { Rows } from '../table/data-table.tsx';
import type { Moves } from './use-moves.ts';

interface MoveTableProps {
  readonly moves: Moves;
  readonly form: FormState<FormValues>;
}

/** Each subscription with what a move would do to it; one may leave some as they are. */
export const MoveTable = ({ moves, form }: MoveTableProps) => {
  const texts = useMigrationTexts();
  const { listed, total, showMore, isPending, error } = moves;
  if (error !== null) return <ProblemAlert error={error} isQuiet />;
  if (total === 0) return <Empty text={texts.noneToMove} />;
  return (
    <Stack gap="sm" aria-busy={isPending} aria-live="polite">
      <Summary moves={moves} values={form.values} />
      <Rows
        label={texts.preview}
        data={listed}
        keyOf={({ subscriptionId }) => subscriptionId}
        columns={[
          {
            header: texts.moving,
            cell: (move) => <Choice move={move} form={form} isOpen={moves.areChoosable} />,
          },
          {
            header: texts.outcome,
            cell: ({ outcome, refusal }) => (
              <>
                <StatusBadge status={outcome} />
                <Refusal refusal={refusal} />
              </>
            ),
          },
          { header: texts.at, cell: ({ effectiveAt }) => <InstantText value={effectiveAt} /> },
          { header: texts.now, isNumeric: true, cell: ({ now }) => <Totals invoices={now} /> },
          {
            header: texts.next,
            isNumeric: true,
            cell: ({ next }) => <Totals invoices={next === null ? [] : [next]} />,
          },
        ]}
      />
      {showMore !== undefined && (
        <Group>
          <Button variant="default" loading={isPending} onClick={showMore}>
            {texts.showMore(listed.length, total ?? 0)}
          </Button>
        </Group>
      )}
    </Stack>
  );
};

interface SummaryProps {
  readonly moves: Moves;
  readonly values: FormValues;
}

const Summary = ({ moves, values }: SummaryProps) => {
  const texts = useMigrationTexts();
  const { listed, total, showMore, areChoosable } = moves;
  if (total === undefined) return null;
  const left = listed.filter(({ subscriptionId }) => isLeft(values, subscriptionId));
  const { moved, unchanged, refused } = countOutcomes(
    listed.filter((each) => !left.includes(each)),
  );
  const counts = [
    texts.moved(moved),
    ...(unchanged > 0 ? [texts.unchanged(unchanged)] : []),
    ...(refused > 0 ? [texts.refused(refused)] : []),
    ...(left.length > 0 ? [texts.left(left.length)] : []),
  ];
  const lackPrices = listed.some(({ refusal }) => refusal?.code === unmatchedPrices);
  return (
    <>
      <Text size="sm">
        {showMore === undefined && `${counts.join(', ')}.`}{' '}
        {!areChoosable && (showMore === undefined ? texts.tooMany : texts.showAllFirst)}
      </Text>
      {lackPrices && (
        <Text size="sm" c="dimmed">
          {texts.lacksHint}
        </Text>
      )}
    </>
  );
};

const unmatchedPrices = 'price_codes_unmatched';

interface ChoiceProps {
  readonly move: PreviewedMove;
  readonly form: FormState<FormValues>;
  readonly isOpen: boolean;
}

/** The subscription, and whether it moves. One that does not move anyway has no choice. */
const Choice = ({ move: { subscriptionId, outcome }, form, isOpen }: ChoiceProps) => {
  const texts = useMigrationTexts();
  const title = useTitleOf(subscriptionId);
  const link = <SubscriptionOfMove subscriptionId={subscriptionId} />;
  if (outcome !== 'moved') return link;
  const field = leftField(subscriptionId);
  return (
    <Group gap="xs" wrap="nowrap">
      <Checkbox
        aria-label={texts.leave(title)}
        checked={!isLeft(form.values, subscriptionId)}
        disabled={!isOpen}
        onChange={({ currentTarget }) => form.set(field, !currentTarget.checked)}
      />
      {link}
    </Group>
  );
};

const useTitleOf = (subscriptionId: string): string => {
  const { data } = useRead('getSubscription', { params: { subscriptionId } });
  const customerId = data?.customerId ?? '';
  const customer = useRead(
    'getCustomer',
    { params: { customerId } },
    { enabled: data !== undefined },
  );
  return customer.data?.name ?? subscriptionId;
};

/** A subscription by its customer and plan; its id below, as there may be several. */
export const SubscriptionOfMove = ({ subscriptionId }: { readonly subscriptionId: string }) => {
  const { billing } = useTexts();
  const { data } = useRead('getSubscription', { params: { subscriptionId } });
  const title = useSubscriptionTitle(data);
  return (
    <div>
      <AppLink to={at('subscriptions', subscriptionId)}>{title ?? billing.subscription}</AppLink>
      <div className="price-line code">…{subscriptionId.slice(-6)}</div>
    </div>
  );
};

interface RefusalProps {
  readonly refusal: MigratedSubscription['refusal'];
}

/** Why a subscription cannot be moved. */
export const Refusal = ({ refusal }: RefusalProps) => {
  const texts = useMigrationTexts();
  if (refusal === null) return null;
  const codes = refusal.priceCodes.join(', ');
  const lacksPrices = refusal.code === unmatchedPrices;
  return (
    <div className="price-line">
      {lacksPrices ? texts.lacks(codes) : [refusalText(refusal), codes].join(' ').trimEnd()}
    </div>
  );
};

const Totals = ({ invoices }: { readonly invoices: PreviewedMove['now'] }) => {
  const { common } = useTexts();
  if (invoices.length === 0) return common.none;
  return invoices.map(({ at: instant, total }, index) => (
    <div key={`${instant} ${index}`}>
      <Money value={total} />
    </div>
  ));
};
