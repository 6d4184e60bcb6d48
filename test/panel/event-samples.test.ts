import { describe, expect, test } from 'vitest';
import { previewMeter } from '#domain/metering/preview.ts';
import {
  asSampleLine,
  judgingsOf,
  outcomesByLine,
  readTypedEvents,
} from '../../panel/values/event-samples.ts';
import type { Meter } from '../../panel/wire/types.ts';
import { buildMeter } from '../../src/testing/metering-builders.ts';

const meterOf = (given: Parameters<typeof buildMeter>[0]): Meter => {
  const { facts } = buildMeter(given);
  const times = { createdAt: '', updatedAt: '', archivedAt: null };
  return { ...facts, ...times, status: 'active', filters: [], removal: null, rounding: null };
};

describe('events that somebody types', () => {
  test('are one on each line, with a type and data; stored ones lose their other fields', () => {
    const stored =
      '{"id":"a","source":"crm","type":"sent","time":"2026-03-01T00:00:00Z","data":{}}';

    const read = readTypedEvents(`{"type":"sent","data":{"n":1}}\n\n${stored}`);

    expect(read).toEqual({
      samples: [
        { line: 1, type: 'sent', sample: { type: 'sent', data: { n: 1 } } },
        {
          line: 3,
          type: 'sent',
          sample: { type: 'sent', time: '2026-03-01T00:00:00Z', data: {} },
        },
      ],
      badLines: [],
      linesWithoutType: [],
    });
  });

  test('are told by their line where they are no events', () => {
    const read = readTypedEvents('nonsense\n{"bytes": 5}\n{"type": 5, "data": {}}\n[]');

    expect(read).toEqual({ samples: [], badLines: [1, 4], linesWithoutType: [2, 3] });
  });

  test('begin as the stored event that they are made of', () => {
    const line = asSampleLine({ type: 'sent', data: { a: { b: [1] } } });

    expect(readTypedEvents(line).samples).toMatchObject([
      { type: 'sent', sample: { data: { a: { b: [1] } } } },
    ]);
  });

  test('are judged by each meter of their type, also one that wants a period', () => {
    const meters = [
      meterOf({ code: 'calls', eventType: 'call' }),
      meterOf({ code: 'level', eventType: 'call', aggregation: 'weighted_sum' }),
      meterOf({ code: 'logins', eventType: 'login' }),
    ];
    const { samples } = readTypedEvents(
      [
        '{"type":"call","data":{"value":"2.50"}}',
        '{"type":"other","data":{}}',
        '{"type":"call","data":{}}',
      ].join('\n'),
    );

    const judgings = judgingsOf(meters, samples);
    const answers = judgings.map(({ body }) => previewMeter(body as never) as never);
    const outcomes = outcomesByLine(judgings, answers);

    expect(judgings.map(({ meter }) => meter.code)).toEqual(['calls', 'level']);
    expect([...outcomes.keys()]).toEqual([1, 3]);
    expect(outcomes.get(1)).toMatchObject([
      { meterCode: 'calls', isCounted: true, value: '1' },
      { meterCode: 'level', isCounted: true, value: '2.5' },
    ]);
    expect(outcomes.get(3)).toMatchObject([
      { meterCode: 'calls', isCounted: true },
      { meterCode: 'level', isCounted: false, code: 'property_missing' },
    ]);
    expect(outcomesByLine(judgings, []).size).toBe(0);
  });
});
