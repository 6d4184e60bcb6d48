import { describe, expect, test } from 'vitest';
import type { MailThrottle } from '#application/identity/ports.ts';
import type { MailOrder } from '#application/shared/mail.ts';
import { TooManyAttempts } from '#domain/identity/errors.ts';

// More than any throttle lets through.
const triesMax = 10_000;

/** The laws of `MailThrottle`. Each that is opened has counted nothing yet. */
export const mailThrottleContract = (name: string, open: () => Promise<MailThrottle>): void => {
  describe(`MailThrottle: ${name}`, () => {
    const counting = async () => {
      const throttle = await open();
      const refusals: TooManyAttempts[] = [];
      const admit = async (
        kind: MailOrder['kind'],
        account: string,
        address: string | null,
      ): Promise<boolean> => {
        try {
          await throttle.admit(kind, { account, address });
          return true;
        } catch (error) {
          if (!(error instanceof TooManyAttempts)) throw error;
          refusals.push(error);
          return false;
        }
      };
      /** Asks until it is refused; gives how many were let through. */
      const exhaust = async (ask: (time: number) => Promise<boolean>): Promise<number> => {
        for (let time = 0; time < triesMax; time += 1) if (!(await ask(time))) return time;
        throw new Error(`Nothing was refused in ${triesMax} mails.`);
      };
      return { admit, exhaust, refusals };
    };

    const [victim, other] = ['ada@example.com', 'grace@example.com'];
    const addressOf = (time: number) => `192.0.${Math.floor(time / 250)}.${(time % 250) + 1}`;

    test('law 1: so many of one kind go to one mailbox, from wherever', async () => {
      const { admit, exhaust } = await counting();

      const letThrough = await exhaust((time) => admit('password_reset', victim, addressOf(time)));

      expect(letThrough).toBeGreaterThan(0);
      expect(await admit('password_reset', victim, null)).toBe(false);
      expect(await admit('password_reset', victim, '203.0.113.7')).toBe(false);
    });

    test('law 1: mails of other kinds, and to others, go on', async () => {
      const { admit, exhaust } = await counting();

      await exhaust(() => admit('password_reset', victim, null));

      expect(await admit('address_proof', victim, null)).toBe(true);
      expect(await admit('invitation', victim, null)).toBe(true);
      expect(await admit('password_reset', other, null)).toBe(true);
    });

    test('law 2: so many are asked for from one address, and beyond it none', async () => {
      const { admit, exhaust } = await counting();
      const address = '192.0.2.1';

      const letThrough = await exhaust((time) =>
        admit('password_reset', `person-${time}@example.com`, address),
      );

      expect(letThrough).toBeGreaterThan(0);
      expect(await admit('invitation', other, address)).toBe(false);
      expect(await admit('password_reset', other, '192.0.2.2')).toBe(true);
    });

    test('law 2: what is refused to an address uses up nobody’s mailbox', async () => {
      const [fresh, used] = [await counting(), await counting()];
      const address = '192.0.2.1';
      const inAll = await fresh.exhaust(() => fresh.admit('password_reset', victim, null));
      await used.exhaust((time) =>
        used.admit('password_reset', `person-${time}@example.com`, address),
      );

      for (let time = 0; time < 2 * inAll; time += 1) {
        await used.admit('password_reset', victim, address);
      }

      expect(await used.exhaust(() => used.admit('password_reset', victim, null))).toBe(inAll);
    });

    test('law 3: a refusal says after how many whole seconds to ask again', async () => {
      const { admit, exhaust, refusals } = await counting();

      await exhaust(() => admit('password_reset', victim, null));
      await exhaust((time) => admit('invitation', `person-${time}@example.com`, '192.0.2.1'));

      expect(refusals).toHaveLength(2);
      for (const { retryAfterSeconds } of refusals) {
        expect(Number.isInteger(retryAfterSeconds)).toBe(true);
        expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
      }
    });
  });
};
