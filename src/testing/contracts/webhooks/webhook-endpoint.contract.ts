import { describe, expect, test } from 'vitest';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { WebhookReads, WebhookRepositories } from '#application/webhooks/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import {
  buildId,
  buildSealedSecret,
  buildWebhookEndpoint,
  nextDay,
  someday,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type OpenWebhooks = OpenStorage<TenantRepositories & WebhookRepositories, WebhookReads>;

/** The laws of `WebhookEndpointRepository`. */
export const webhookEndpointRepositoryContract = (name: string, open: OpenWebhooks): void => {
  describe(`WebhookEndpointRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: an endpoint is found as it was last saved, its secrets too', async () => {
      const tenant = await createTenant();
      const next = buildSealedSecret();
      const [plain, worn] = [
        buildWebhookEndpoint(),
        buildWebhookEndpoint({ description: 'Zoë %_\\', eventTypes: ['plan.created'] })
          .rotateSecret(next, someday)
          .fail(false, nextDay)
          .leave(nextDay),
      ];

      const saved = await tenant.run(({ webhookEndpoints }) =>
        inTurn([plain, worn], (endpoint) => webhookEndpoints.save(endpoint)),
      );

      const found = await tenant.run(({ webhookEndpoints }) =>
        inTurn([plain, worn], ({ facts }) => webhookEndpoints.find(facts.id)),
      );
      expect(found).toEqual(saved);
      expect(found[0]?.facts).toEqual({ ...plain.facts, version: 1 });
      expect(found[1]?.facts).toEqual({ ...worn.facts, version: 1 });
      expect(found[1]?.secretsAt(someday)).toEqual([next, worn.secretsAt(someday)[1]]);
    });

    test('law 1: an endpoint that is unknown or another tenant’s is not found', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const theirs = await other.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint()),
      );

      const found = await tenant.run(async ({ webhookEndpoints }) => [
        await webhookEndpoints.find(buildId('whk')),
        await webhookEndpoints.find(theirs.facts.id),
      ]);
      const theft = tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.delete(theirs.delete(nextDay)),
      );

      expect(found).toEqual([undefined, undefined]);
      await expect(theft).rejects.toThrow(VersionMismatch);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();
      const created = buildWebhookEndpoint();

      const first = await tenant.run(({ webhookEndpoints }) => webhookEndpoints.save(created));
      const second = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(first.rotateSecret(buildSealedSecret(), nextDay)),
      );

      expect([first.facts.version, second.facts.version]).toEqual([1, 2]);
      expect([first.events, second.events]).toEqual([[], []]);
      const find = tenant.run(({ webhookEndpoints }) => webhookEndpoints.find(first.facts.id));
      expect(await find).toEqual(second);
      const events = (await tenant.events()).slice(1);
      expect(events.map(({ type }) => type)).toEqual([
        'webhook_endpoint.created',
        'webhook_endpoint.secret_rotated',
      ]);
      expect(JSON.stringify(events)).not.toContain(created.facts.secret);
      expect(JSON.stringify(events)).not.toContain(second.facts.secret);
    });

    test('law 3: of two who change the same endpoint at once, one succeeds', async () => {
      const tenant = await createTenant();
      const stored = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint()),
      );

      const outcomes = await Promise.allSettled(
        [stored.change({ isEnabled: false }, nextDay), stored.fail(false, nextDay)].map(
          (endpoint) => tenant.run(({ webhookEndpoints }) => webhookEndpoints.save(endpoint)),
        ),
      );

      const late = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(late).toHaveLength(1);
      expect(late[0]?.reason).toBeInstanceOf(VersionMismatch);
    });

    test('law 5: what is noted raises no version, so the owner’s change fits', async () => {
      const tenant = await createTenant();
      const stored = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint()),
      );

      const noted = await tenant.run(async ({ webhookEndpoints }) => {
        await webhookEndpoints.note(stored.fail(false, nextDay));
        return webhookEndpoints.note(stored.fail(false, nextDay).leave(nextDay));
      });
      const found = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.find(stored.facts.id),
      );
      const changed = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(noted.change({ description: 'Newer' }, nextDay)),
      );

      expect(found).toEqual(noted);
      expect(found?.facts).toMatchObject({
        version: 1,
        failingSince: nextDay,
        disabledReason: 'gone',
      });
      expect(changed.facts).toMatchObject({ version: 2, disabledReason: 'gone' });
      const types = (await tenant.events()).map(({ type }) => type);
      expect(types.slice(2)).toEqual(['webhook_endpoint.disabled', 'webhook_endpoint.updated']);
    });

    test('law 5: nothing is noted of an endpoint that is gone', async () => {
      const tenant = await createTenant();
      const stored = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint()),
      );
      await tenant.run(({ webhookEndpoints }) => webhookEndpoints.delete(stored.delete(nextDay)));

      const noting = tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.note(stored.leave(nextDay)),
      );

      await expect(noting).rejects.toThrow(VersionMismatch);
    });

    test('law 6: of many who change what they found locked, none overwrites another', async () => {
      const tenant = await createTenant();
      const { facts } = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint({ description: '' })),
      );

      await Promise.all(
        Array.from({ length: 5 }, () =>
          tenant.run(async ({ webhookEndpoints }) => {
            const found = await webhookEndpoints.findLocked(facts.id);
            const description = `${found?.facts.description ?? ''}+`;
            return found && webhookEndpoints.save(found.change({ description }, nextDay));
          }),
        ),
      );

      const find = tenant.run(({ webhookEndpoints }) => webhookEndpoints.find(facts.id));
      expect((await find)?.facts).toMatchObject({ description: '+++++', version: 6 });
    });

    test('law 3: a stale endpoint is not removed, and one that was deleted is gone', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(buildWebhookEndpoint()),
      );
      const current = await tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.save(stale.change({ description: 'Newer' }, nextDay)),
      );

      const removal = tenant.run(({ webhookEndpoints }) =>
        webhookEndpoints.delete(stale.delete(nextDay)),
      );

      await expect(removal).rejects.toThrow(VersionMismatch);
      const find = () =>
        tenant.run(({ webhookEndpoints }) => webhookEndpoints.find(stale.facts.id));
      expect(await find()).toEqual(current);
      await tenant.run(({ webhookEndpoints }) => webhookEndpoints.delete(current.delete(nextDay)));
      expect(await find()).toBeUndefined();
    });
  });
};
