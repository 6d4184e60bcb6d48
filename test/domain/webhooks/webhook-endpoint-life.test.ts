import { describe, expect, it } from 'vitest';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { versioned } from '../to-snapshot.ts';
import { endpointId, monday, snapshot, storedEndpoint, tuesday } from './endpoints.ts';

describe('a webhook endpoint that fails', () => {
  const thursday = later(monday, 3 * dayMilliseconds);

  it('notes since when, once, and says nothing', () => {
    const failing = storedEndpoint().fail(false, monday);

    expect(failing.facts).toEqual({ ...storedEndpoint().facts, failingSince: monday });
    expect(failing.events).toEqual([]);
    expect(failing.fail(true, tuesday)).toBe(failing);
  });

  it('is as before once it succeeds', () => {
    const endpoint = storedEndpoint();

    const recovered = endpoint.fail(false, monday).succeed();

    expect(recovered).toEqual(endpoint);
    expect(endpoint.succeed()).toBe(endpoint);
  });

  it.each([
    ['a delivery is given up after three days', true, thursday, 'failing'],
    ['a delivery is given up before that', true, later(thursday, -1), null],
    ['a delivery is still on its way after three days', false, thursday, null],
  ] as const)('and %s: disabled is %s', (_what, isLast, now, disabledReason) => {
    const failing = storedEndpoint({ failingSince: monday });

    const failed = failing.fail(isLast, now);

    expect(failed.facts.disabledReason).toBe(disabledReason);
    expect(failed.facts.failingSince).toBe(monday);
  });

  it('is disabled, and says so', () => {
    const disabled = storedEndpoint({ failingSince: monday }).fail(true, thursday);

    expect(disabled.facts.updatedAt).toBe(thursday);
    expect(disabled.events).toEqual([
      {
        type: 'webhook_endpoint.disabled',
        subjectId: endpointId,
        occurredAt: thursday,
        before: versioned(1, snapshot),
        after: versioned(1, { ...snapshot, disabledReason: 'failing' }),
      },
    ]);
  });

  it('is disabled at once when it is gone', () => {
    const gone = storedEndpoint().leave(tuesday);

    expect(gone.isEnabled).toBe(false);
    expect(gone.facts).toMatchObject({ disabledReason: 'gone', updatedAt: tuesday });
    expect(gone.events).toMatchObject([
      { type: 'webhook_endpoint.disabled', occurredAt: tuesday, after: { disabledReason: 'gone' } },
    ]);
  });

  it('is not disabled twice', () => {
    const disabled = storedEndpoint({ disabledReason: 'manual', failingSince: monday });

    expect(disabled.fail(true, thursday)).toBe(disabled);
    expect(disabled.leave(thursday)).toBe(disabled);
  });
});

it('a webhook endpoint is deleted, and shows what it was', () => {
  const deleted = storedEndpoint().delete(tuesday);

  expect(deleted).toEqual({
    id: endpointId,
    version: 1,
    events: [
      {
        type: 'webhook_endpoint.deleted',
        subjectId: endpointId,
        occurredAt: tuesday,
        before: versioned(1, snapshot),
        after: null,
      },
    ],
  });
});

it('a webhook endpoint that is tested is told so, and nothing of it changes', () => {
  const endpoint = storedEndpoint();

  const tested = endpoint.test(tuesday);

  expect(tested.facts).toEqual(endpoint.facts);
  expect(tested.events).toEqual([
    {
      type: 'webhook_endpoint.tested',
      subjectId: endpointId,
      occurredAt: tuesday,
      before: versioned(1, snapshot),
      after: versioned(1, snapshot),
    },
  ]);
});

it('a webhook endpoint keeps what it did before it is stored', () => {
  const failing = storedEndpoint().test(monday);

  expect(failing.fail(false, monday).succeed().events).toEqual(failing.events);
  expect(
    failing
      .leave(tuesday)
      .delete(tuesday)
      .events.map(({ type }) => type),
  ).toEqual(['webhook_endpoint.tested', 'webhook_endpoint.disabled', 'webhook_endpoint.deleted']);
});
