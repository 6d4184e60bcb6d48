import { describe, expect, it } from 'vitest';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import type { Attempt, WebhookDeliveryFacts } from '#domain/webhooks/webhook-delivery.ts';
import { isSuccess, WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import { madeAttempt } from '../../../src/testing/builders.ts';
import { endpointId, monday, tuesday } from './endpoints.ts';

const deliveryId = idFromUuid('dlv', '01900000-0000-7000-8000-0000000000d1');
const eventId = idFromUuid('evt', '01900000-0000-7000-8000-0000000000e1');
const what = { endpointId, eventId, eventType: 'customer.created' } as const;

const answered = (responseStatus: number, at = monday): Attempt => ({
  at,
  durationMilliseconds: 12,
  responseStatus,
  error: null,
  responseBody: 'OK',
});

const unanswered: Attempt = {
  at: monday,
  durationMilliseconds: 15_000,
  responseStatus: null,
  error: 'It gave no answer in time.',
  responseBody: null,
};

/** A stored delivery: it has a version. */
const storedDelivery = (given: Partial<WebhookDeliveryFacts> = {}): WebhookDelivery => {
  const { facts } = WebhookDelivery.schedule(deliveryId, what, monday);
  return new WebhookDelivery({ ...facts, version: 1, ...given });
};

/** The delivery after an attempt that nothing came between. */
const attemptedOnce = (
  attempt: Attempt,
  isOver: boolean,
  given: Partial<WebhookDeliveryFacts> = {},
): WebhookDelivery => {
  const delivery = storedDelivery(given);
  return delivery.attempted(madeAttempt(delivery, attempt, isOver), monday);
};

/** Refused each time that it is due, until the schedule ends. */
const refusedToTheEnd = (from: WebhookDelivery): WebhookDelivery => {
  let delivery = from;
  for (let due = delivery.facts.nextAttemptAt; due !== null; due = delivery.facts.nextAttemptAt) {
    delivery = delivery.attempted(madeAttempt(delivery, answered(500, due)), due);
  }
  return delivery;
};

describe('a webhook delivery', () => {
  it('is due at once, and kept for thirty days', () => {
    const delivery = WebhookDelivery.schedule(deliveryId, what, monday);

    expect(delivery.facts).toEqual({
      id: deliveryId,
      version: 0,
      ...what,
      status: 'pending',
      attempts: [],
      attemptsMade: 0,
      step: 0,
      nextAttemptAt: monday,
      expiresAt: later(monday, 30 * dayMilliseconds),
      createdAt: monday,
    });
  });

  it.each([
    [199, false],
    [200, true],
    [204, true],
    [299, true],
    [300, false],
    [301, false],
    [404, false],
    [410, false],
    [500, false],
  ])('that is answered with %d is taken: %s', (status, isTaken) => {
    const { facts } = attemptedOnce(answered(status), false);

    expect(isSuccess(answered(status))).toBe(isTaken);
    expect(facts.status).toBe(isTaken ? 'succeeded' : 'pending');
    expect(facts.nextAttemptAt).toBe(isTaken ? null : later(monday, 5000));
  });

  it('that nobody answers is not taken, and says why', () => {
    const { facts } = attemptedOnce(unanswered, false);

    expect(isSuccess(unanswered)).toBe(false);
    expect(facts).toEqual({
      ...storedDelivery().facts,
      attempts: [unanswered],
      attemptsMade: 1,
      step: 1,
      nextAttemptAt: later(monday, 5000),
    });
  });

  it('has failed where another attempt would be no use', () => {
    const { facts } = attemptedOnce(answered(410), true);

    expect(facts).toMatchObject({ status: 'failed', nextAttemptAt: null, attemptsMade: 1 });
  });

  it('that was taken in the last moment is taken', () => {
    const { facts } = attemptedOnce(answered(200), true, { step: 9 });

    expect(facts).toMatchObject({ status: 'succeeded', nextAttemptAt: null, step: 10 });
  });

  it('is attempted ten times by itself, over three days, and has failed then', () => {
    const { facts } = refusedToTheEnd(storedDelivery());

    expect(facts).toMatchObject({ status: 'failed', attemptsMade: 10, step: 10 });
    const last = facts.attempts.at(-1)?.at ?? monday;
    expect(last - monday).toBeGreaterThan(3 * dayMilliseconds);
    expect(last - monday).toBeLessThan(4 * dayMilliseconds);
  });

  it.each([
    ['pending', monday, monday, true],
    ['pending', monday, null, true],
    ['pending', monday, tuesday, false],
    ['pending', null, null, false],
    ['succeeded', monday, monday, false],
    ['failed', monday, null, false],
  ] as const)('that is %s with %s next awaits the attempt of %s: %s', (...row) => {
    const [status, nextAttemptAt, dueAt, isAwaited] = row;
    expect(storedDelivery({ status, nextAttemptAt }).awaits(dueAt)).toBe(isAwaited);
  });

  it('is abandoned without an attempt where its endpoint takes nothing', () => {
    const { facts } = storedDelivery().abandon();

    expect(facts).toEqual({ ...storedDelivery().facts, status: 'failed', nextAttemptAt: null });
  });
});

describe('a webhook delivery that is resent', () => {
  it.each(['pending', 'succeeded', 'failed'] as const)(
    'begins its schedule and its thirty days anew, though it was %s',
    (status) => {
      const made = { status, attempts: [answered(500)], attemptsMade: 1, step: 1 } as const;
      const delivery = storedDelivery({ ...made, nextAttemptAt: null });

      const { facts } = delivery.resend(tuesday);

      expect(facts).toEqual({
        ...delivery.facts,
        status: 'pending',
        step: 0,
        nextAttemptAt: tuesday,
        expiresAt: later(tuesday, 30 * dayMilliseconds),
      });
    },
  );

  it('has another ten attempts, and still counts the first', () => {
    const twice = refusedToTheEnd(refusedToTheEnd(storedDelivery()).resend(tuesday));

    expect(twice.facts).toMatchObject({ status: 'failed', attemptsMade: 20, step: 10 });
  });

  it('keeps its last twenty attempts, oldest first', () => {
    const instants: Instant[] = Array.from({ length: 25 }, (_, count) => later(monday, count));

    const { facts } = instants.reduce(
      (delivery, at) => delivery.attempted(madeAttempt(delivery, answered(500, at)), at).resend(at),
      storedDelivery(),
    );

    expect(facts.attempts.map(({ at }) => at)).toEqual(instants.slice(5));
    expect(facts.attemptsMade).toBe(25);
  });
});

describe('two attempts at one delivery that overlap', () => {
  const begun = storedDelivery();
  const failed = begun.attempted(madeAttempt(begun, answered(500)), monday);

  it('are both noted, and the schedule goes on by one', () => {
    const { facts } = failed.attempted(madeAttempt(begun, answered(503)), monday);

    expect(facts).toEqual({
      ...failed.facts,
      attempts: [answered(500), answered(503)],
      attemptsMade: 2,
    });
  });

  it('are over where either was taken', () => {
    const taken = begun.attempted(madeAttempt(begun, answered(200)), monday);

    const [lateSuccess, lateFailure] = [
      failed.attempted(madeAttempt(begun, answered(204)), monday),
      taken.attempted(madeAttempt(begun, answered(500)), monday),
    ];

    for (const { facts } of [lateSuccess, lateFailure]) {
      expect(facts).toMatchObject({ status: 'succeeded', nextAttemptAt: null, attemptsMade: 2 });
    }
  });

  it('do not end a delivery that was resent meanwhile', () => {
    const resent = begun.resend(tuesday);

    for (const attempt of [answered(200), answered(500), answered(410)]) {
      const { facts } = resent.attempted(madeAttempt(begun, attempt, true), tuesday);

      expect(facts).toEqual({ ...resent.facts, attempts: [attempt], attemptsMade: 1 });
    }
  });
});
