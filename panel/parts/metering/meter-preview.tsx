import { SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useUsageEventTexts } from '../../texts/usage-events.ts';
import { isDefined, readSamples } from '../../values/meter-body.ts';
import { dateAfter, instantOfLocal } from '../../values/times.ts';
import type {
  MeterPreviewInput,
  MeterPreview as Preview,
  PreviewedMeter,
  SampleEvent,
} from '../../wire/types.ts';
import { useToday } from '../clock/use-now.ts';
import { Section } from '../page/page.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { useQuantityText } from '../page/use-quantity-text.ts';
import { Rows } from '../table/data-table.tsx';

interface MeterPreviewProps {
  readonly meter: PreviewedMeter;
  readonly unit: string | null;
}

const typingPause = 300;

/** Counts events that a person makes up, as the meter would. */
export const MeterPreview = ({ meter, unit }: MeterPreviewProps) => {
  const { metering } = useTexts();
  const counted = meter.property ?? '';
  const example = JSON.stringify({ [counted === '' ? 'bytes' : counted]: 5 });
  const [typed, setTyped] = useState(`${example}\n${example}`);
  const { events, badLines } = readSamples(typed);
  return (
    <Section title={metering.tryOut} text={metering.tryOutText}>
      <Textarea
        label={metering.samples}
        description={metering.samplesHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={{ input: 'code' }}
        autosize
        minRows={4}
        spellCheck={false}
        value={typed}
        error={badLines.length === 0 ? undefined : metering.badLines(badLines.join(', '))}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Outcome meter={meter} unit={unit} events={events} />
    </Section>
  );
};

const Outcome = ({
  meter,
  unit,
  events,
}: MeterPreviewProps & { readonly events: readonly SampleEvent[] }) => {
  const { metering } = useTexts();
  const { timeZone } = useMe().tenant;
  const today = useToday();
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState(dateAfter(today, 1, 'month'));
  const needsPeriod = meter.aggregation === 'weighted_sum';
  const period =
    needsPeriod && from !== '' && until !== ''
      ? {
          from: instantOfLocal(from, '00:00', timeZone),
          to: instantOfLocal(until, '00:00', timeZone),
        }
      : {};
  const [asked] = useDebouncedValue(JSON.stringify({ meter, events, ...period }), typingPause);
  const body = JSON.parse(asked) as MeterPreviewInput;
  const isNamed = isDefined(body.meter);
  const preview = useRead('previewMeter', { body }, { enabled: isNamed });
  return (
    <>
      {needsPeriod && (
        <SimpleGrid cols={2}>
          <TextInput
            type="date"
            label={metering.from}
            value={from}
            onChange={({ currentTarget }) => setFrom(currentTarget.value)}
          />
          <TextInput
            type="date"
            label={metering.through}
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        </SimpleGrid>
      )}
      <Stack gap="sm" aria-live="polite">
        {!isNamed && (
          <Text size="sm" c="dimmed">
            {metering.moreFirst}
          </Text>
        )}
        {isNamed && preview.error !== null && <ProblemAlert error={preview.error} isQuiet />}
        {isNamed && preview.data !== undefined && preview.error === null && (
          <Counted preview={preview.data} unit={unit} />
        )}
      </Stack>
    </>
  );
};

const Counted = ({
  preview,
  unit,
}: {
  readonly preview: Preview;
  readonly unit: string | null;
}) => {
  const { metering } = useTexts();
  const quantityText = useQuantityText();
  const show = (quantity: string): string => quantityText(quantity, unit);
  const groups = preview.groups.map((one) => ({ ...one, name: groupText(one.group) }));
  return (
    <>
      <Text fw={600} className="number">
        {metering.quantity}: {show(preview.quantity)}
      </Text>
      {groups.length > 0 && (
        <Rows
          label={metering.groupBy}
          data={groups}
          keyOf={({ name }) => name}
          columns={[
            { header: metering.group, cell: ({ name }) => <span className="code">{name}</span> },
            {
              header: metering.quantity,
              isNumeric: true,
              cell: ({ quantity }) => <span className="number">{show(quantity)}</span>,
            },
          ]}
        />
      )}
      <Outcomes events={preview.events} />
    </>
  );
};

const Outcomes = ({ events }: { readonly events: Preview['events'] }) => {
  const { metering } = useTexts();
  const { reasons } = useUsageEventTexts();
  const rows = events.map((event, index) => ({ ...event, number: index + 1 }));
  if (rows.length === 0) return null;
  return (
    <Rows
      label={metering.outcome}
      data={rows}
      keyOf={({ number }) => String(number)}
      columns={[
        { header: '#', cell: ({ number }) => number },
        {
          header: metering.outcome,
          cell: ({ isCounted, isRemoval, code, detail }) => {
            if (!isCounted) return `${metering.notCounted}: ${reasons[code ?? ''] ?? detail ?? ''}`;
            return isRemoval ? metering.taken : metering.counted;
          },
        },
        {
          header: metering.value,
          isNumeric: true,
          cell: ({ value }) => <span className="code">{value}</span>,
        },
      ]}
    />
  );
};

const groupText = (group: Readonly<Record<string, string | null>>): string =>
  Object.entries(group)
    .map(([property, value]) => `${property}: ${value ?? '–'}`)
    .join(', ');
