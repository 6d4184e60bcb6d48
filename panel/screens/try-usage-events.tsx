import { Box, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead, useReads } from '../api/queries.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { Judgements } from '../parts/metering/judgements.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { ProblemAlert } from '../parts/page/problem-alert.tsx';
import { Empty, Loaded } from '../parts/page/states.tsx';
import { Rows } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useUsageEventTexts } from '../texts/usage-events.ts';
import type { LineSample } from '../values/event-samples.ts';
import {
  asSampleLine,
  judgingsOf,
  outcomesByLine,
  readTypedEvents,
} from '../values/event-samples.ts';
import type { Meter } from '../wire/types.ts';

/** An editor of made-up events, which all meters of their types judge. */
export const TryUsageEvents = () => {
  const { metering } = useTexts();
  const texts = useUsageEventTexts();
  const meters = useRead('listMeters', { query: { limit: '100' } });
  return (
    <Page
      title={texts.tryOut}
      subtitle={texts.tryOutText}
      parent={{ to: at('usage-events'), label: metering.events }}
    >
      <Loaded query={meters}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty text={texts.noMeters}>
              <ActionLink operation="createMeter" to={at('meters', 'new')}>
                {metering.newMeter}
              </ActionLink>
            </Empty>
          ) : (
            <Editor meters={data} />
          )
        }
      </Loaded>
    </Page>
  );
};

const typingPause = 300;

const Editor = ({ meters }: { readonly meters: readonly Meter[] }) => {
  const { metering } = useTexts();
  const texts = useUsageEventTexts();
  const given = useSearch({ strict: false }) as { readonly events?: string };
  const [typed, setTyped] = useState(() => given.events ?? exampleOf(meters));
  const [judged] = useDebouncedValue(typed, typingPause);
  const { badLines, linesWithoutType } = readTypedEvents(typed);
  const faults = [
    ...(badLines.length === 0 ? [] : [metering.badLines(badLines.join(', '))]),
    ...(linesWithoutType.length === 0 ? [] : [texts.noType(linesWithoutType.join(', '))]),
  ];
  const types = [...new Set(meters.map(({ eventType }) => eventType))];
  return (
    <Stack gap="xl">
      <Textarea
        label={texts.samples}
        description={texts.samplesHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={{ input: 'code' }}
        autosize
        minRows={6}
        spellCheck={false}
        value={typed}
        error={faults.length === 0 ? undefined : faults.join(' ')}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Box miw={0} aria-live="polite">
        <Section title={texts.outcome} text={texts.knownTypes(types.join(', '))}>
          <Outcomes meters={meters} samples={readTypedEvents(judged).samples} />
        </Section>
      </Box>
    </Stack>
  );
};

const exampleOf = (meters: readonly Meter[]): string => {
  const [meter] = meters;
  const property = meter?.property ?? null;
  return asSampleLine({
    type: meter?.eventType ?? '',
    data: property === null ? {} : { [property]: 5 },
  });
};

interface OutcomesProps {
  readonly meters: readonly Meter[];
  readonly samples: readonly LineSample[];
}

const Outcomes = ({ meters, samples }: OutcomesProps) => {
  const { metering } = useTexts();
  const texts = useUsageEventTexts();
  const judgings = judgingsOf(meters, samples);
  const answers = useReads(
    'previewMeter',
    judgings.map(({ body }) => ({ body })),
  );
  const outcomes = outcomesByLine(
    judgings,
    answers.map(({ data }) => data),
  );
  const isPending = answers.some(({ isFetching }) => isFetching);
  const [failed] = answers.flatMap(({ error }) => (error === null ? [] : [error]));
  return (
    <div aria-busy={isPending}>
      {failed !== undefined && <ProblemAlert error={failed} isQuiet />}
      {samples.length > 0 && (
        <Rows
          label={texts.outcome}
          data={samples}
          keyOf={({ line }) => String(line)}
          columns={[
            { header: '#', cell: ({ line }) => line },
            {
              header: metering.data,
              cell: ({ type, sample }) => (
                <>
                  <div className="code">{type}</div>
                  <Text size="sm" className="code">
                    {JSON.stringify(sample.data)}
                  </Text>
                </>
              ),
            },
            {
              header: texts.meters,
              cell: ({ line }) => <Judgements meters={outcomes.get(line) ?? []} />,
            },
          ]}
        />
      )}
    </div>
  );
};
