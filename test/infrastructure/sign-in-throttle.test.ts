import { describe, expect, test } from 'vitest';
import type { Attempt } from '#application/identity/ports.ts';
import { TooManyAttempts } from '#domain/identity/errors.ts';
import {
  attemptsMax,
  FlexibleSignInThrottle,
} from '#infrastructure/limits/flexible-sign-in-throttle.ts';
import { memoryLimits } from '#infrastructure/limits/limit-store.ts';

const open = () => {
  const throttle = new FlexibleSignInThrottle(memoryLimits, (error) => {
    throw error;
  });
  const isAdmitted = async (attempt: Attempt): Promise<boolean> => {
    try {
      await throttle.admit(attempt);
      return true;
    } catch (error) {
      if (error instanceof TooManyAttempts) return false;
      throw error;
    }
  };
  const fail = async (attempt: Attempt, times: number): Promise<number> => {
    let admitted = 0;
    for (let time = 0; time < times; time += 1) if (await isAdmitted(attempt)) admitted += 1;
    return admitted;
  };
  return { throttle, isAdmitted, fail };
};

const victim = 'ada@example.com';
const addresses = Array.from({ length: 11 }, (_, last) => `192.0.2.${last + 1}`);
const stranger = { account: victim, address: '203.0.113.1' };

describe('attempts to log in', () => {
  test('from addresses that are over their limit are counted on no account', async () => {
    const { isAdmitted, fail } = open();
    for (const address of addresses) {
      for (let guess = 0; guess < attemptsMax.address; guess += 1) {
        await isAdmitted({ account: `guess-${guess}@example.com`, address });
      }
    }

    for (const address of addresses) {
      expect(await fail({ account: victim, address }, attemptsMax.pair)).toBe(0);
    }

    expect(await isAdmitted(stranger)).toBe(true);
  });

  test('beyond the limit of account and address are counted on the account no more', async () => {
    const { isAdmitted, fail } = open();

    const [address = ''] = addresses;
    const admitted = await fail({ account: victim, address }, attemptsMax.address);

    expect(admitted).toBe(attemptsMax.pair);
    expect(await isAdmitted(stranger)).toBe(true);
  });

  test('from everywhere refuse strangers, not an address that signed in before', async () => {
    const { throttle, isAdmitted, fail } = open();
    const owner = { account: victim, address: '198.51.100.1' };
    await throttle.admit(owner);
    await throttle.succeeded(owner);

    for (const address of addresses) await fail({ account: victim, address }, attemptsMax.pair);

    expect(await isAdmitted(stranger)).toBe(false);
    expect(await isAdmitted(owner)).toBe(true);
    await throttle.succeeded(owner);
    expect(await isAdmitted(stranger)).toBe(false);
    expect(await isAdmitted({ ...stranger, account: 'grace@example.com' })).toBe(true);
  });

  test('in an IPv6 network are one address’, and garbage is one address', async () => {
    const { isAdmitted, fail } = open();
    await fail({ account: victim, address: '2001:db8::1' }, attemptsMax.pair);
    await fail({ account: victim, address: 'garbage' }, attemptsMax.pair);

    expect(await isAdmitted({ account: victim, address: '2001:db8::ffff' })).toBe(false);
    expect(await isAdmitted({ account: victim, address: '2001:db8:0:1::1' })).toBe(true);
    expect(await isAdmitted({ account: victim, address: 'other garbage:1' })).toBe(false);
  });

  test('of programs, which have no address, are one place', async () => {
    const { throttle, isAdmitted, fail } = open();
    const inProcess = { account: victim, address: null };

    expect(await fail(inProcess, attemptsMax.pair + 1)).toBe(attemptsMax.pair);
    await throttle.succeeded(inProcess);

    expect(await isAdmitted(inProcess)).toBe(true);
  });
});
