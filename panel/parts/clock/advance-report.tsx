import { Progress, Stack, Text } from '@mantine/core';
import { useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { Happening } from '../../values/advance.ts';
import { placeOfId } from '../../values/ids.ts';
import { instantText } from '../../values/times.ts';
import type { TestClock } from '../../wire/types.ts';
import { Facts } from '../page/facts.tsx';
import { AppLink, at } from '../page/links.tsx';
import { Money } from '../page/money.tsx';
import { CustomerName } from '../page/names.tsx';
import { Loaded } from '../page/states.tsx';
import { InstantText } from '../page/times.tsx';
import { Rows } from '../table/data-table.tsx';
import type { Journey } from './journey.ts';
import { useHappenings } from './journey.ts';

interface ReportProps {
  readonly journey: Journey;
  readonly clock: TestClock;
}

/** How far an advance has come; when it is over, everything that happened on the way. */
export const AdvanceReport = ({ journey, clock }: ReportProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  const isOver = clock.status === 'ready' && clock.now >= journey.to;
  const happenings = useHappenings(journey, isOver);
  const show = (instant: string): string => instantText(instant, timeZone, locale);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.clock.span(show(journey.from), show(journey.to))}
      </Text>
      {isOver ? (
        <Loaded query={happenings}>
          {(all) => <Happenings all={all} invoices={clock.report?.invoices ?? 0} />}
        </Loaded>
      ) : (
        <OnTheWay clock={clock} />
      )}
    </Stack>
  );
};

const OnTheWay = ({ clock: { progress } }: { readonly clock: TestClock }) => {
  const texts = useTexts();
  const { done, total } = progress ?? { done: 0, total: 1 };
  return (
    <Stack gap="xs" role="status">
      <Text size="sm">
        {texts.clock.advancing} {texts.clock.progress(done, total)}
      </Text>
      <Progress value={(100 * done) / Math.max(total, 1)} aria-label={texts.clock.advancing} />
    </Stack>
  );
};

const rowsMax = 100;

interface HappeningsProps {
  readonly all: readonly Happening[];
  readonly invoices: number;
}

const Happenings = ({ all, invoices }: HappeningsProps) => {
  const texts = useTexts();
  const changes = all.filter(({ kind }) => !kind.includes('.')).length;
  const others = all.filter(({ kind }) => isOther(kind)).length;
  const columns = useColumns();
  return (
    <>
      <Facts
        rows={[
          [texts.clock.invoices, String(invoices)],
          [texts.clock.changes, String(changes)],
          [texts.clock.others, String(others)],
        ]}
      />
      {all.length === 0 ? (
        <Text size="sm">{texts.clock.nothing}</Text>
      ) : (
        <Rows
          label={texts.clock.report}
          data={all.slice(0, rowsMax)}
          keyOf={({ key }) => key}
          columns={columns}
        />
      )}
      {all.length > rowsMax && <Text size="sm">{texts.clock.more(all.length - rowsMax)}</Text>}
    </>
  );
};

const isOther = (kind: string): boolean =>
  kind.includes('.') && kind !== 'invoice.finalized' && kind !== 'invoice.created';

const useColumns = () => {
  const texts = useTexts();
  return [
    {
      header: texts.billing.at,
      cell: ({ at: instant }: Happening) => <InstantText value={instant} />,
    },
    { header: texts.billing.event, cell: (one: Happening) => <Event happening={one} /> },
    {
      header: texts.common.customer,
      cell: ({ customerId }: Happening) =>
        customerId === null ? texts.common.none : <CustomerName id={customerId} />,
    },
    {
      header: texts.common.amount,
      isNumeric: true,
      cell: ({ amount }: Happening) => (amount === null ? '' : <Money value={amount} />),
    },
  ];
};

/** The kind of what happened, as a link to what it happened to. */
const Event = ({ happening: { kind, resourceId, number } }: { readonly happening: Happening }) => {
  const texts = useTexts();
  const name = texts.clock.kinds[kind] ?? kind;
  const text = number === null ? name : `${name}: ${number}`;
  const place = placeOfId(resourceId);
  return place === undefined ? <span>{text}</span> : <AppLink to={at(place)}>{text}</AppLink>;
};
