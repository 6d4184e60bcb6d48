import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { write } from '../invoicing/write-invoice.ts';
import { euros, onlyInvoice, openShop, shopWithDraft } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/invoices';

describe('an invoice that a person writes', () => {
  test('is changed line by line, and deleted, as long as it is a draft', async () => {
    const shop = await openShop(app);
    const { body: draft } = await write(shop, [{ description: 'A', unitAmount: '10' }]);
    const one = `${path}/${draft.id}`;
    const [{ id: lineId }] = draft.lines;

    const added = await shop.send('post', `${one}/lines`, { description: 'B', unitAmount: '5' });
    const changed = await shop.send('patch', `${one}/lines/${lineId}`, { quantity: '3' }, '"2"');
    const stale = await shop.send('delete', `${one}/lines/${lineId}`, undefined, '"2"');
    const dropped = await shop.send('delete', `${one}/lines/${lineId}`, undefined, '"3"');
    const texts = await shop.send('patch', one, { memo: 'M', paymentTermDays: 0 }, '"4"');
    const same = await shop.send('patch', one, { memo: 'M' }, '"5"');
    const blind = await shop.send('delete', one);
    const deleted = await shop.send('delete', one, undefined, '"5"');

    expect([added.status, added.body.total, added.headers['etag']]).toEqual([
      201,
      euros(1500),
      '"2"',
    ]);
    expect(changed.body).toMatchObject({ total: euros(3500), version: 3 });
    expect(changed.body.lines).toMatchObject([
      { id: lineId, quantity: '3', amount: euros(3000), description: 'A' },
      { description: 'B' },
    ]);
    expect([stale.status, blind.status]).toEqual([412, 428]);
    expect(dropped.body).toMatchObject({ total: euros(500), lines: [{ description: 'B' }] });
    expect(texts.body).toMatchObject({ memo: 'M', paymentTermDays: 0, version: 5 });
    expect(same.body.version).toBe(5);
    expect([deleted.status, (await shop.send('get', one)).status]).toEqual([204, 404]);
    const events = await shop.send('get', '/v1/events?limit=100');
    const types = events.body.data.map(({ type }: { readonly type: string }) => type);
    expect(types.filter((type: string) => type.startsWith('invoice.')).toSorted()).toEqual([
      'invoice.created',
      'invoice.deleted',
      'invoice.updated',
      'invoice.updated',
      'invoice.updated',
      'invoice.updated',
    ]);
  });

  test('is just what its preview showed, or is refused with the new preview', async () => {
    const shop = await openShop(app);
    const { customerId } = shop;
    const lines = [{ description: 'A', unitAmount: '10' }];
    const invoice = { customerId, currency: 'EUR', lines };
    const create = (quote: string, given: object = {}) =>
      shop.send('post', path, { ...invoice, ...given, quote });
    const { body: shown } = await shop.send('post', `${path}/preview`, invoice);

    const other = await create(shown.quote, { memo: 'Not what was shown' });
    const made = await create(shown.quote);
    const adjustment = { amount: euros(400), reason: 'A present' };
    await shop.send('post', `/v1/customers/${customerId}/balance/adjustments`, adjustment);
    const refused = await create(shown.quote);
    const again = await create(refused.body.preview?.quote);
    const noQuote = await create('yes');

    expect([other.status, other.body.code]).toEqual([409, 'preview_outdated']);
    expect([made.status, made.body.total]).toEqual([201, shown.now[0].total]);
    expect([refused.status, refused.body.code]).toEqual([409, 'preview_outdated']);
    expect(shown.now).toMatchObject([{ amountDue: euros(1000) }]);
    expect(refused.body.preview).toMatchObject({
      now: [{ amountDue: euros(600), balanceApplied: euros(400) }],
      next: null,
    });
    expect(again.status).toBe(201);
    expect([noQuote.status, noQuote.body.errors[0].code]).toEqual([400, 'invalid_quote']);
  });

  test('is issued with a line, and changes no more then, but for its metadata', async () => {
    const shop = await openShop(app);
    const { body: draft } = await write(shop, [{ description: 'A', unitAmount: '10' }]);
    const one = `${path}/${draft.id}`;
    const line = `${one}/lines/${draft.lines[0].id}`;
    await shop.send('delete', line, undefined, '*');

    const empty = await shop.send('post', `${one}/finalize`, undefined, '*');
    const { body: full } = await shop.send('post', `${one}/lines`, {
      description: 'B',
      unitAmount: '1',
    });
    await shop.send('post', `${one}/finalize`, undefined, '*');
    const before = (await shop.send('get', one)).body;
    const newLine = `${one}/lines/${full.lines[0].id}`;
    const refused = [
      await shop.send('patch', one, { memo: 'M' }, '*'),
      await shop.send('patch', one, { purchaseOrder: null }, '*'),
      await shop.send('post', `${one}/lines`, { description: 'C', unitAmount: '1' }),
      await shop.send('patch', newLine, { quantity: '2' }, '*'),
      await shop.send('delete', newLine, undefined, '*'),
      await shop.send('delete', one, undefined, '*'),
    ];
    const labelled = await shop.send('patch', one, { metadata: { a: 'b' } }, '*');

    expect([empty.status, empty.body.code]).toEqual([409, 'invoice_without_lines']);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      refused.map(() => [409, 'invoice_not_draft']),
    );
    const after = (await shop.send('get', one)).body;
    expect(labelled.status).toBe(200);
    expect({ ...after, version: 0, updatedAt: '' }).toEqual({
      ...before,
      metadata: { a: 'b' },
      version: 0,
      updatedAt: '',
    });
  });
});

describe('a draft that a run made', () => {
  test('takes lines by hand, and keeps its own', async () => {
    const { shop, draft } = await shopWithDraft(app);
    const one = `${path}/${draft.id}`;
    const [own] = draft['lines'] as readonly { readonly id: string }[];

    const added = await shop.send('post', `${one}/lines`, {
      description: 'Extra',
      unitAmount: '1',
    });
    const refused = [
      await shop.send('patch', `${one}/lines/${own?.id}`, { quantity: '2' }, '*'),
      await shop.send('delete', `${one}/lines/${own?.id}`, undefined, '*'),
      await shop.send('delete', one, undefined, '*'),
    ];
    await shop.send('patch', one, { memo: 'M', purchaseOrder: 'PO' }, '*');
    await shop.send('post', `${one}/finalize`, undefined, '*');

    expect(added.body).toMatchObject({ total: euros(5000) });
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'invoice_line_not_manual'],
      [409, 'invoice_line_not_manual'],
      [409, 'invoice_has_charges'],
    ]);
    expect(await onlyInvoice(shop)).toMatchObject({
      status: 'finalized',
      memo: 'M',
      purchaseOrder: 'PO',
      total: euros(5000),
      lines: [{ kind: 'recurring' }, { kind: 'manual' }],
    });
    const verified = await shop.send('get', `${path}/verification`);
    expect(verified.body).toEqual({ invoices: 1, lines: 2, linesWithoutEvents: 0, faults: [] });
  });
});
