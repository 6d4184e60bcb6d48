import { describe, expect, test } from 'vitest';
import { readEventKey } from '#domain/metering/cancellation.ts';
import {
  parseEventData,
  RefusedEvent,
  readEvent,
  usageEventLimits,
} from '#domain/metering/usage-event.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { refused } from '../refused.ts';

// Names of tests show them, so they are the same each time.
const customerId = idFromUuid('cus', '01900000-0000-7000-8000-000000000001');
const subscriptionId = idFromUuid('sub', '01900000-0000-7000-8000-000000000002');
const call = { id: 'e1', type: 'call', customerId };

/** The event as it is read, or the sentence of its refusal. */
const read = (given: unknown) => {
  const result = readEvent(given);
  return 'event' in result ? result.event : result.refusal.detail;
};
const refusal = (given: object) => read({ ...call, ...given });

describe('an event that is sent', () => {
  test('says what happened to whom, and has a source and no time where it names none', () => {
    expect(read(call)).toEqual({
      id: 'e1',
      source: 'api',
      type: 'call',
      time: null,
      customer: { id: customerId },
      subscriptionId: null,
      data: {},
      dataText: '{}',
    });
  });

  test('may say its source, its time, its subscription and its data', () => {
    const given = {
      id: ' e1 ',
      source: ' edge ',
      type: ' call ',
      time: '2026-06-01T02:00:00+02:00',
      customerExternalId: ' crm-1 ',
      subscriptionId,
      data: { size: 5, nested: { list: [1, null] } },
    };

    expect(read(given)).toEqual({
      id: 'e1',
      source: 'edge',
      type: 'call',
      time: parseInstant('2026-06-01T00:00:00Z'),
      customer: { externalId: 'crm-1' },
      subscriptionId,
      data: given.data,
      dataText: '{"size":5,"nested":{"list":[1,null]}}',
    });
  });

  test.each([null, 'text', 7, [call]])('is an object, and not %j', (given) => {
    expect(read(given)).toBe('An event is an object.');
  });

  test('has no other fields', () => {
    expect(refusal({ amount: 1 })).toBe('An event has no field "amount".');
    expect(refusal({ ['x'.repeat(41)]: 1 })).toBe(`An event has no field "${'x'.repeat(40)}".`);
  });

  test.each([
    ['id', { id: '' }],
    ['id', { id: 5 }],
    ['id', { id: 'x'.repeat(usageEventLimits.id + 1) }],
    ['source', { source: 'x'.repeat(usageEventLimits.source + 1) }],
    ['source', { source: {} }],
    ['type', { type: undefined }],
    ['type', { type: 'x'.repeat(101) }],
    ['time', { time: 'soon' }],
    ['time', { time: null }],
    ['customerId', { customerId: undefined }],
    ['customerId', { customerId: 'cus_1' }],
    ['customerId', { customerExternalId: 'crm-1' }],
    ['customerId', { customerId: undefined, customerExternalId: '' }],
    ['subscriptionId', { subscriptionId: customerId }],
    ['data', { data: null }],
    ['data', { data: [1] }],
    ['data', { data: 'text' }],
  ])('is refused for its %s where it is %j', (field, given) => {
    expect(refusal(given)).toMatch(new RegExp(`^${field}: `));
    expect(readEvent({ ...call, ...given })).toMatchObject({ refusal: { code: 'invalid_event' } });
  });

  test('names its customer once, by one of two ids', () => {
    const stateOne = 'customerId: State one of customerId and customerExternalId.';

    expect(refusal({ customerId: undefined })).toBe(stateOne);
    expect(refusal({ customerExternalId: 'crm-1' })).toBe(stateOne);
  });

  test('is as long as it may be, and no longer', () => {
    const id = 'x'.repeat(usageEventLimits.id);
    const data = { a: 'x'.repeat(usageEventLimits.data - 8) };

    expect(refusal({ id, source: id })).toMatchObject({ id, source: id });
    expect(refusal({ data })).toMatchObject({ data });
    expect(refusal({ data: { a: `${data.a}x` } })).toBe(
      'data: It has 10000 characters at most, written as JSON.',
    );
  });

  test('that was refused before it was read stays so', () => {
    const early = { code: 'invalid_json', detail: 'A name stands there twice.' };

    expect(readEvent(new RefusedEvent(call, early))).toEqual({ refusal: early });
  });
});

describe('the data of an event', () => {
  const faults = (data: unknown) => refused(() => parseEventData(data));

  test('are nothing where there are none, else an object as it is', () => {
    expect(parseEventData(undefined)).toEqual({});
    expect(parseEventData({ a: [1] })).toEqual({ a: [1] });
    expect(faults([])).toEqual([' invalid_type']);
  });

  test.each([{ a: '\u0000' }, { a: 'x\ud800' }, { '\udfff': 1 }, { a: '\\\u0000' }])(
    'have no character that no database stores: %j',
    (data) => {
      expect(faults(data)).toEqual([' invalid_characters']);
    },
  );

  test('are composed, names and texts, as everything that they are compared with', () => {
    const decomposed = { ville: 'Zu\u0308rich', list: ['e\u0301', { 'e\u0301': 1 }] };
    const event = readEvent({ ...call, data: { ...decomposed, size: 5, flag: true, no: null } });

    const composed = { ville: 'Zürich', list: ['é', { é: 1 }], size: 5, flag: true, no: null };
    expect(event).toMatchObject({ event: { data: composed, dataText: JSON.stringify(composed) } });
    expect(parseEventData(decomposed)).toEqual({ ville: 'Zürich', list: ['é', { é: 1 }] });
    expect(faults({ é: 1, 'e\u0301': 2 })).toEqual([' duplicate_field']);
  });

  test('are not composed where that would be no work for a text, but for a pile of marks', () => {
    const pile = { a: `e${'\u0301\u0316'.repeat(1000)}`, b: 'e\u0301' };

    expect(parseEventData(pile)).toEqual({ ...pile, b: 'é' });
  });

  test('are what JSON can hold', () => {
    const endless: Record<string, unknown> = {};
    endless['self'] = endless;

    expect([faults({ a: 5n }), faults(endless)]).toEqual([[' invalid_type'], [' invalid_type']]);
  });

  test.each([
    { a: '\\u0000' },
    { a: 'C:\\users' },
    { a: '\u001f' },
    { a: '😀' },
    { a: '\\\\ud800' },
  ])('may have all others: %j', (data) => {
    expect(faults(data)).toEqual([]);
  });
});

describe('the name of an event that is cancelled', () => {
  const key = (given: unknown) => {
    const result = readEventKey(given);
    return 'key' in result ? result.key : result.refusal;
  };
  const invalid = (detail: unknown) => ({ code: 'invalid_event', detail });

  test('is its id and its source', () => {
    expect(key({ id: ' e1 ' })).toEqual({ id: 'e1', source: 'api' });
    expect(key({ id: 'e1', source: ' edge ' })).toEqual({ id: 'e1', source: 'edge' });
  });

  test.each([null, 'e1', [], 7])('is an object, and not %j', (given) => {
    expect(key(given)).toEqual(invalid('An event is named by an object.'));
  });

  test('has no other fields', () => {
    expect(key({ id: 'e1', type: 'call' })).toEqual(invalid('There is no field "type".'));
    expect(key({ id: 'e1', ['x'.repeat(41)]: 1 })).toEqual(
      invalid(`There is no field "${'x'.repeat(40)}".`),
    );
  });

  test.each([
    ['id', {}],
    ['id', { id: 'x'.repeat(201) }],
    ['source', { id: 'e1', source: 5 }],
    ['source', { id: 'e1', source: 'x'.repeat(201) }],
  ])('is refused for its %s where it is %j', (field, given) => {
    expect(key(given)).toEqual(invalid(expect.stringMatching(new RegExp(`^${field}: `))));
  });

  test('that was refused before it was read stays so', () => {
    const early = { code: 'invalid_json', detail: 'A name stands there twice.' };

    expect(key(new RefusedEvent({}, early))).toEqual(early);
  });
});
