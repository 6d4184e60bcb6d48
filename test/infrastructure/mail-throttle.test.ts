import { RateLimiterMemory } from 'rate-limiter-flexible';
import { describe, expect, test } from 'vitest';
import { TooManyAttempts } from '#domain/identity/errors.ts';
import { FlexibleMailThrottle, mailsMax } from '#infrastructure/limits/flexible-mail-throttle.ts';
import { memoryLimits } from '#infrastructure/limits/limit-store.ts';

const open = () => {
  const throttle = new FlexibleMailThrottle(memoryLimits, () => undefined);
  return (kind: 'password_reset' | 'invitation', account: string, address: string | null) =>
    throttle.admit(kind, { account, address }).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(TooManyAttempts);
        return false;
      },
    );
};

const victim = 'ada@example.com';

describe('mails that somebody asks for', () => {
  test('law 1: are so many to one mailbox, of each kind, from wherever', async () => {
    const admit = open();
    const responses = [];
    for (let time = 0; time <= mailsMax.account; time += 1) {
      responses.push(await admit('password_reset', victim, `192.0.2.${time + 1}`));
    }

    expect(responses.filter(Boolean)).toHaveLength(mailsMax.account);
    expect(await admit('invitation', victim, null)).toBe(true);
    expect(await admit('password_reset', 'grace@example.com', null)).toBe(true);
  });

  test('law 2: are so many from one address, which then uses up nobody’s mailbox', async () => {
    const admit = open();
    const address = '192.0.2.1';
    for (let time = 0; time < mailsMax.address; time += 1) {
      expect(await admit('password_reset', `person-${time}@example.com`, address)).toBe(true);
    }

    for (let time = 0; time < 2 * mailsMax.account; time += 1) {
      expect(await admit('password_reset', victim, address)).toBe(false);
    }
    expect(await admit('password_reset', victim, '192.0.2.2')).toBe(true);
  });

  test('go on where the store of the limits is away', async () => {
    const failures: unknown[] = [];
    const limiter = new RateLimiterMemory({ points: 1, duration: 1 });
    limiter.consume = () => Promise.reject(new Error('away'));
    const away = { limiter: () => limiter, close: async () => undefined };
    const throttle = new FlexibleMailThrottle(away, (error) => failures.push(error));

    await throttle.admit('password_reset', { account: victim, address: '192.0.2.1' });

    expect(failures).toHaveLength(2);
  });
});
