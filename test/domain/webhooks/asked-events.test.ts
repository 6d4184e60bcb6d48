import { describe, expect, it } from 'vitest';
import {
  eventTypesMax,
  everyEvent,
  isWanted,
  parseEventTypes,
  testEventType,
  webhookEventTypes,
} from '#domain/webhooks/event-types.ts';
import { faultsOf } from './endpoints.ts';

const faultsOfTypes = (given: readonly string[]) => faultsOf(() => parseEventTypes(given));

describe('the events that an endpoint asks for', () => {
  it('are each known, or all', () => {
    expect(parseEventTypes(webhookEventTypes)).toEqual(webhookEventTypes);
    expect(parseEventTypes([everyEvent])).toEqual(['*']);
  });

  it('stand once each and in one order, however they were given', () => {
    const parsed = parseEventTypes(['plan.created', 'customer.created', '*', 'plan.created']);

    expect(parsed).toEqual(['*', 'customer.created', 'plan.created']);
  });

  it('are one at least, and each of them and all at most', () => {
    const most = [everyEvent, ...webhookEventTypes];

    expect(faultsOfTypes([])).toEqual([' too_few']);
    expect(most).toHaveLength(eventTypesMax);
    expect(faultsOfTypes(most)).toEqual([]);
    expect(faultsOfTypes([...most, everyEvent])).toEqual([' too_many']);
  });

  it('are refused each where it stands', () => {
    const given = ['customer.created', 'customer.*', 'plan.created', 'Plan.Created', ''];

    expect(faultsOfTypes(given)).toEqual([
      '/1 invalid_event_type',
      '/3 invalid_event_type',
      '/4 invalid_event_type',
    ]);
  });

  it('are none of those that are nobody else’s matter', () => {
    expect(faultsOfTypes(['session.started', testEventType])).toEqual([
      '/0 invalid_event_type',
      '/1 invalid_event_type',
    ]);
  });
});

describe('who asks for events', () => {
  it.each([
    ['one of them', ['customer.created', 'plan.created'], 'plan.created', true],
    ['others', ['customer.created'], 'customer.updated', false],
    ['all', ['*'], 'plan.created', true],
    ['all, and one of them', ['*', 'plan.created'], 'plan.created', true],
    ['all', ['*'], 'customer.imagined', false],
    ['all', ['*'], 'session.started', false],
    ['none', [], 'plan.created', false],
  ] as const)('%s is told of it or not: %j, %s: %s', (_who, wanted, type, isTold) => {
    expect(isWanted(wanted, type)).toBe(isTold);
  });

  it.each(webhookEventTypes)('for all is told of %s', (type) => {
    expect(isWanted([everyEvent], type)).toBe(true);
  });
});
