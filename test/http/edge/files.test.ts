import { beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { pagesOfPdf } from '../../support/pdf-text.ts';
import { logoOfColor } from '../../support/png.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop, pay, shopWithDraft } from '../shop.ts';
import { addMember, newEmail, signUp } from '../world.ts';

// Lists as CSV files, and invoices as PDF.

const app = appUnderTest('memory');
const csv = { Accept: 'text/csv' };

const fileOf = (token: string, path: string, headers: Record<string, string> = csv) =>
  app.send('get', path, { token, headers });

const rowsOf = (text: string): readonly string[] => text.replace('\uFEFF', '').split('\r\n');

describe('a list as CSV', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(app);
    await shop.subscribe();
    await shop.subscribe({ customerId: await shop.newCustomer({ name: '=cmd|calc' }) });
    await shop.advance('2026-03-05T00:00:00Z');
    const [first] = await shop.invoices();
    await pay(shop, first?.id ?? '', euros(4900));
  });

  test('has all that fits, newest first, with names in the first line', async () => {
    const { status, headers, text } = await fileOf(shop.token, '/v1/invoices');
    const [names = '', ...rows] = rowsOf(text);

    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
      'attachment; filename="invoices.csv"',
    ]);
    expect(text.startsWith('\uFEFFid,version,number,status,paymentStatus,')).toBe(true);
    const cell = (row: string, name: string) => row.split(',')[names.split(',').indexOf(name)];
    expect(rows.slice(0, -1).map((row) => [cell(row, 'number'), cell(row, 'total')])).toEqual([
      ['INV-000004', '49.00'],
      ['INV-000003', '49.00'],
      ['INV-000002', '49.00'],
      ['INV-000001', '49.00'],
    ]);
    expect(rows.at(-1)).toBe('');
  });

  test('is of more things than a page has, each once', async () => {
    const { token } = await signUp(app);
    const emails = Array.from({ length: 105 }, () => newEmail('many'));
    for (const email of emails) {
      await app.send('post', '/v1/customers', { token, body: { name: 'Many', email } });
    }

    const { text } = await fileOf(token, '/v1/customers');

    const found = emails.filter((email) => text.split(`,${email},`).length === 2);
    expect([found.length, rowsOf(text).length]).toEqual([105, 107]);
  });

  test('keeps to the filters of the list, and refuses what the list refuses', async () => {
    const ofPaid = await fileOf(shop.token, '/v1/invoices?paymentStatus=paid');
    const refused = await fileOf(shop.token, '/v1/invoices?total[gte]=1&colour=red');
    const noCurrency = await fileOf(shop.token, '/v1/invoices?total[gte]=1');

    expect(rowsOf(ofPaid.text)).toHaveLength(3);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/query/colour']);
    expect([noCurrency.status, noCurrency.body.errors]).toEqual([
      400,
      [
        {
          pointer: '/query/currency',
          code: 'currency_required',
          detail: 'Totals are compared in one currency: say in "currency" in which.',
        },
      ],
    ]);
  });

  test('is whole: no part of it can be asked for', async () => {
    const { status, body } = await fileOf(shop.token, '/v1/invoices?limit=1&cursor=x');

    expect([status, body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      400,
      ['/query/limit', '/query/cursor'],
    ]);
  });

  test('shows no formula', async () => {
    const { text } = await fileOf(shop.token, '/v1/customers');

    expect(text).toContain(",'=cmd|calc,");
  });

  test('is for those who may read the list, and of their tenant alone', async () => {
    const admin = await signUp(app);
    const user = await addMember(app, admin, 'USER');

    const others = await fileOf(admin.token, '/v1/invoices');
    const refused = await fileOf(user.token, '/v1/audit-entries');
    const anonymous = await app.send('get', '/v1/invoices', { headers: csv });

    expect(rowsOf(others.text)).toHaveLength(2);
    expect([refused.status, anonymous.status]).toEqual([403, 401]);
  });

  test('is given to who prefers it, and JSON to everybody else', async () => {
    const typeFor = async (accept: string) => {
      const { headers } = await fileOf(shop.token, '/v1/invoices', { Accept: accept });
      return headers['content-type']?.split(';')[0];
    };

    for (const accept of ['text/csv', 'text/csv;q=0.9, application/json;q=0.5', 'text/*']) {
      expect([accept, await typeFor(accept)]).toEqual([accept, 'text/csv']);
    }
    for (const accept of ['*/*', 'application/json', 'text/html', 'application/json, text/csv']) {
      expect([accept, await typeFor(accept)]).toEqual([accept, 'application/json']);
    }
    const one = await fileOf(shop.token, '/v1/tenant');
    expect(one.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('the lines of invoices', () => {
  test('stand in the order of their document, with the one that closes it', async () => {
    const shop = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await shop.subscribe();
    await shop.advance('2026-06-12T15:00:00Z');
    await shop.send('post', `/v1/subscriptions/${made.id}/cancel`, { effective: 'now' }, '*');
    const [first, second] = await shop.invoices();

    const { body } = await shop.send('get', '/v1/invoice-lines');
    const { text } = await fileOf(shop.token, '/v1/invoice-lines');

    const lines = body.data.map(
      ({ invoice, kind, total }: { invoice: object; kind: string; total: object }) => [
        (invoice as { id: string }).id,
        kind,
        total,
      ],
    );
    expect(lines).toEqual([
      [second?.id, 'credit', euros(-2940)],
      [second?.id, 'balance', euros(2940)],
      [first?.id, 'recurring', euros(4900)],
    ]);
    expect(rowsOf(text)[0]).toMatch(
      /^invoice\.id,invoice\.number,.*,total,total\.currency,corrects$/,
    );
    expect(rowsOf(text)[1]).toContain(',-29.40,EUR,');
    expect(rowsOf(text)).toHaveLength(5);
  });

  test('come by whole invoices, page by page', async () => {
    const shop = await openShop(app);
    await shop.subscribe();
    await shop.advance('2026-03-05T00:00:00Z');

    const first = await shop.send('get', '/v1/invoice-lines?limit=1');
    const { nextCursor } = first.body.page;
    const second = await shop.send('get', `/v1/invoice-lines?limit=1&cursor=${nextCursor}`);

    const numbers = [first, second].map(({ body }) =>
      body.data.map(({ invoice }: { invoice: { number: string } }) => invoice.number),
    );
    expect(numbers).toEqual([['INV-000002'], ['INV-000001']]);
    expect(second.body.page).toMatchObject({ hasMore: false, nextCursor: null });
    const later = await shop.send('get', '/v1/invoice-lines?createdOn[gte]=2026-02-01');
    const told = later.body.data.map(({ invoice }: { invoice: { number: string } }) => invoice);
    expect(told).toMatchObject([{ number: 'INV-000002' }]);
  });
});

describe('an invoice as PDF', () => {
  const pdfOf = (shop: Shop, id: string, query = '', headers: Record<string, string> = {}) =>
    fileOf(shop.token, `/v1/invoices/${id}/pdf${query}`, headers);

  test('is a file under its number, the same whatever was paid since', async () => {
    const shop = await openShop(app);
    await shop.subscribe();
    const [invoice] = await shop.invoices();
    const id = invoice?.id ?? '';

    const before = await pdfOf(shop, id);
    await pay(shop, id, euros(100));
    const after = await pdfOf(shop, id);

    expect([before.status, before.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(before.headers['content-disposition']).toBe('attachment; filename="INV-000001.pdf"');
    expect((before.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    expect((after.body as Buffer).equals(before.body as Buffer)).toBe(true);
    const tag = before.headers['etag'] ?? '';
    expect(after.headers['etag']).toBe(tag);
    for (const tags of [tag, `W/${tag}`, `"0", ${tag}`, '*', tag.replace(/"$/, '-gzip"')]) {
      const { status } = await pdfOf(shop, id, '', { 'If-None-Match': tags });
      expect([tags, status]).toEqual([tags, 304]);
    }
    const other = await pdfOf(shop, id, '?language=fr', { 'If-None-Match': tag });
    expect([other.status, other.headers['etag'] === tag]).toEqual([200, false]);
  });

  test('is in the language that its buyer had when it was issued', async () => {
    const shop = await openShop(app);
    const customerId = await shop.newCustomer({ billing: { locale: 'de-ch' } });
    await shop.subscribe({ customerId });
    const [invoice] = await shop.invoices();
    const id = invoice?.id ?? '';

    const issued = await pdfOf(shop, id);
    await shop.send('patch', `/v1/customers/${customerId}`, { billing: { locale: 'fr' } }, '*');
    const after = await pdfOf(shop, id);
    const asked = await pdfOf(shop, id, '?language=de');

    const texts = pagesOfPdf(issued.body as Buffer).flatMap((page) => page.texts);
    expect(texts.map(({ text }) => text)).toContain('Rechnung');
    expect((after.body as Buffer).equals(issued.body as Buffer)).toBe(true);
    expect((asked.body as Buffer).equals(issued.body as Buffer)).toBe(true);
    const { body } = await shop.send('get', `/v1/customers/${customerId}`);
    expect(body.billing.locale).toBe('fr');
    expect((await shop.send('get', `/v1/invoices/${id}`)).body.buyer.locale).toBe('de-CH');
  });

  test('has the logo and the color that its seller had when it was issued', async () => {
    const shop = await openShop(app);
    const look = (seller: object) => shop.send('patch', '/v1/tenant', { billing: { seller } }, '*');
    const fileAfter = async (at: string) => {
      await shop.advance(at);
      const id = (await shop.invoices()).at(-1)?.id ?? '';
      return { id, file: (await pdfOf(shop, id)).body as Buffer };
    };
    await look({ logo: logoOfColor([200, 0, 0]), color: '#C80000' });
    await shop.subscribe();
    const first = await fileAfter('2026-02-05T00:00:00Z');
    await look({ logo: logoOfColor([0, 0, 200]), color: '#0000c8' });
    const second = await fileAfter('2026-03-05T00:00:00Z');
    await look({ logo: null, color: null });
    const third = await fileAfter('2026-04-05T00:00:00Z');

    const drawn = [first, second, third].map(({ file }) => {
      const [page] = pagesOfPdf(file);
      return [
        page?.images,
        page?.colors.filter((color) => /^(200 0 0|0 0 200)$/.test(color)).length,
      ];
    });
    expect(new Set([first, second, third].map(({ id }) => id)).size).toBe(3);
    expect(drawn).toEqual([
      [[[200, 0, 0]], 2],
      [[[0, 0, 200]], 2],
      [[], 0],
    ]);
    for (const { id, file } of [first, second, third]) {
      expect(((await pdfOf(shop, id)).body as Buffer).equals(file)).toBe(true);
    }
  });

  test('of a draft is one too, and of an unknown invoice there is none', async () => {
    const { shop, draft } = await shopWithDraft(app);

    const drafted = await pdfOf(shop, draft.id);
    const unknown = await pdfOf(shop, 'inv_01jd4x7h2cf5prw8mzk0qv9tns');
    const unspoken = await pdfOf(shop, draft.id, '?language=xx&paper=a5');

    expect([drafted.status, drafted.headers['content-disposition']]).toEqual([
      200,
      `attachment; filename="${draft.id}.pdf"`,
    ]);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'invoice_not_found']);
    expect([unspoken.status, unspoken.body.errors.length]).toEqual([400, 2]);
  });
});
