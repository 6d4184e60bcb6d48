import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MailOrder } from '#application/shared/mail.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { buildId } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

const patience = { timeout: 20_000, interval: 20 };

let count = 0;

/** An address that no other order of this process has. */
const newAddress = (): EmailAddress => {
  count += 1;
  return `mail-${count}-${buildId('usr')}@example.com` as EmailAddress;
};

/** An order of each kind. */
const everyOrder = (): readonly MailOrder[] => [
  { kind: 'password_reset', email: newAddress() },
  { kind: 'address_proof', userId: buildId('usr'), email: newAddress(), version: null },
  { kind: 'address_proof', userId: buildId('usr'), email: newAddress(), version: 7 },
  { kind: 'address_changed', email: newAddress(), to: newAddress() },
  { kind: 'password_changed', email: 'zoë.“q”%_\\@example.com' as EmailAddress },
  { kind: 'invitation', tenantId: buildId('ten'), invitationId: buildId('ivt') },
];

/** The laws of `MailOutbox`. */
export const mailOutboxContract = (
  name: string,
  open: OpenStorage<TenantRepositories, unknown>,
): void => {
  describe(`MailOutbox: ${name}`, () => {
    const { storage } = storageUnderTest(open);
    const handed: MailOrder[] = [];
    const hanging = new Set<string>();
    const released = Promise.withResolvers<void>();
    const times = (order: MailOrder): number =>
      handed.filter((each) => JSON.stringify(each) === JSON.stringify(order)).length;

    const start = (): Promise<void> =>
      storage().jobs.start({
        advance: async () => 'done',
        migrate: async () => 'done',
        delivery: async () => 'done',
        mail: async (order) => {
          handed.push(order);
          if (order.kind === 'invitation' && hanging.has(order.tenantId)) await released.promise;
          return 'done';
        },
      });

    beforeAll(start);
    afterAll(async () => {
      released.resolve();
      await storage().jobs.stop();
    });

    test('law 1: a mail of each kind is handed out, and says what was added', async () => {
      const orders = everyOrder();

      for (const order of orders) await storage().mails.add(order);

      await vi.waitFor(() => {
        for (const order of orders) expect(handed).toContainEqual(order);
      }, patience);
    });

    test('law 1: what was added while nobody worked is handed out later', async () => {
      const order: MailOrder = { kind: 'password_reset', email: newAddress() };
      const { jobs, mails } = storage();
      await jobs.stop();

      await mails.add(order);
      const before = handed.length;
      await start();

      await vi.waitFor(() => expect(handed.slice(before)).toContainEqual(order), patience);
    });

    test('law 1: the same mail that is asked for twice is handed out twice', async () => {
      const order: MailOrder = { kind: 'password_changed', email: newAddress() };

      await Promise.all([storage().mails.add(order), storage().mails.add(order)]);

      await vi.waitFor(() => expect(times(order)).toBeGreaterThanOrEqual(2), patience);
    });

    test('law 3: mails of one tenant that do not end keep back nobody else’s', async () => {
      const { mails } = storage();
      const tenantId = buildId('ten');
      hanging.add(tenantId);
      for (let mail = 0; mail < 60; mail += 1) {
        await mails.add({ kind: 'invitation', tenantId, invitationId: buildId('ivt') });
      }
      const theirs = () =>
        handed.filter((each) => each.kind === 'invitation' && each.tenantId === tenantId).length;
      await vi.waitFor(() => expect(theirs()).toBeGreaterThan(0), patience);
      const others = everyOrder();

      for (const order of others) await mails.add(order);

      await vi.waitFor(() => {
        for (const order of others) expect(handed).toContainEqual(order);
      }, patience);
      expect(theirs()).toBeLessThan(60);
    });
  });
};
