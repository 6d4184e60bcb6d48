import { describe, expect, test } from 'vitest';
import { Unavailable } from '#application/shared/errors.ts';
import { systemContext } from '#application/shared/system-context.ts';
import { billingDueWork } from '#application/subscriptions/runs/due-work.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');
const context = systemContext({ requestId: 'test', tenantId, mode: 'test' }, 'test clock');
const moment = instantOf(Date.UTC(2026, 0, 1));

const handling = (execute: () => Promise<never>) =>
  billingDueWork({ execute }).handleDue(context, moment);

describe('what is due in a test tenant', () => {
  test('is left to others who have its customers just now', async () => {
    expect(await handling(() => Promise.reject(new CustomerBusy()))).toBe(0);
  });

  test('is told to have failed where the storage is away', async () => {
    await expect(handling(() => Promise.reject(new Unavailable()))).rejects.toThrow(Unavailable);
  });
});
