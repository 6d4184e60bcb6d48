import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RefusedEvent } from '#domain/metering/usage-event.ts';
import { eventLinesIn, lineBytesMax } from '#interfaces/http/metering/usage-lines.ts';

const read = async (chunks: readonly Uint8Array[]) => {
  const batches = [];
  for await (const batch of eventLinesIn(streamOf(chunks))) batches.push(batch);
  return batches;
};

async function* streamOf(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

const shown = (event: unknown): unknown =>
  event instanceof RefusedEvent ? event.refusal.code : event;

test('a line is an event, however the stream is cut', async () => {
  const text = '{"id":"ä"}\n\n  \r\n{"id":"€𝄞"}\r\nnull\n{"id":5}';
  const bytes = Buffer.from(text);
  const expected = [
    { line: 1, event: { id: 'ä' } },
    { line: 4, event: { id: '€𝄞' } },
    { line: 5, event: null },
    { line: 6, event: { id: 5 } },
  ];

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
      const places = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
      const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));

      expect((await read(chunks)).flat()).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['{"id":', 'invalid_event'],
  ['nonsense', 'invalid_event'],
  [Buffer.from([0x22, 0xff, 0x22]), 'invalid_event'],
  ['{"id":"a","id":"b"}', 'duplicate_field'],
  ['{"data":{"n":12345678901234567890}}', 'inexact_number'],
  ['{"__proto__":{}}', 'invalid_event'],
  ['['.repeat(50), 'invalid_event'],
  [`"${'x'.repeat(lineBytesMax)}"`, 'invalid_event'],
])('a line is refused by itself: %.40s', async (bad, code) => {
  const stream = Buffer.concat([Buffer.from('1\n'), Buffer.from(bad), Buffer.from('\n2\n')]);

  const [batch = []] = await read([stream]);

  expect(batch.map(({ event }) => shown(event))).toEqual([1, code, 2]);
});

test('what has come is given before more is asked for, up to 500 at once', async () => {
  const lines = Buffer.from('1\n'.repeat(1200));

  const batches = await read([lines, Buffer.from('2'), Buffer.from('3\n4')]);

  expect(batches.map(({ length }) => length)).toEqual([500, 500, 200, 1, 1]);
  expect(batches.at(-2)).toEqual([{ line: 1201, event: 23 }]);
});
