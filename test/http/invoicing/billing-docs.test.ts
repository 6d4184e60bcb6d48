import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { linesOfPage, pagesOfPdf } from '../../support/pdf-text.ts';
import type { Invoice } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

// The example of docs/billing.md, done as it stands there.

const app = appUnderTest('postgres');

interface Step {
  readonly text: string;
  readonly amount: string;
}

const readGuide = () => readFile(new URL('../../../docs/billing.md', import.meta.url), 'utf8');

const tablesIn = (document: string): readonly (readonly string[])[] =>
  [...document.matchAll(/\| step \| amount \|\n\|---\|---\|\n((?:\|.*\n)+)/g)].map(
    ([, rows = '']) => rows.trimEnd().split('\n'),
  );

test('the example of the guide comes to what the guide says', async () => {
  const document = await readGuide();
  const shop = await openShop(app, '2026-04-19T10:00:00Z');
  const { body: made } = await shop.subscribe({ alignment: 'calendar' });
  await shop.advance('2026-06-12T15:00:00Z');
  await shop.send('post', `/v1/subscriptions/${made.id}/cancel`, { effective: 'now' }, '*');

  const invoices = await shop.invoices();
  const explained = await Promise.all(
    [invoices[0], invoices.at(-1)].flatMap((invoice) =>
      ((invoice?.['lines'] ?? []) as readonly { id: string }[]).map(async ({ id }) => {
        const path = `/v1/invoices/${invoice?.id}/lines/${id}/explanation`;
        const { body } = await shop.send('get', path);
        return (body.steps as Step[]).map(({ text, amount }) => `| ${text} | ${amount} |`);
      }),
    ),
  );

  expect(invoices.map(({ subtotal }) => (subtotal as { amount: number }).amount)).toEqual([
    1960, 4900, 4900, -2940,
  ]);
  expect(explained).toHaveLength(3);
  const taxed = await taxSteps();
  expect(taxed).toHaveLength(2);
  expect([await previewed(shop), ...explained, ...taxed]).toEqual(tablesIn(document));
});

test('the example of versions comes to what the guide says', async () => {
  const shop = await openShop(app, '2026-06-01T10:00:00Z');
  const versions = `/v1/plans/${shop.planId}/versions`;
  const { body: made } = await shop.subscribe();
  await shop.advance('2026-06-10T10:00:00Z');
  const prices = [{ name: 'Base', amount: euros(5900) }];
  await shop.send('post', versions, { prices });
  await shop.send('post', `${versions}/2/publish`, undefined, '*');
  await shop.subscribe({ customerId: await shop.newCustomer() });
  const change = { planVersion: 2, effective: 'period_end' };
  await shop.send('post', `/v1/subscriptions/${made.id}/changes`, change);
  await shop.advance('2026-07-01T10:00:00Z');

  const guide = await readGuide();
  const [, rows = ''] =
    /\| invoice of \| version \| amount \|\n\|.*\n((?:\|.*\n)+)/.exec(guide) ?? [];
  const amounts = [...rows.matchAll(/([\d.]+) \|$/gm)].map(([, amount]) => Number(amount) * 100);
  const totals = (await shop.invoices()).map(({ total }) => total);
  expect(amounts).toHaveLength(3);
  expect(totals).toEqual(amounts.map(euros));
});

test('the example of usage comes to what the guide says', async () => {
  const shop = await openShop(app, '2026-06-01T00:00:00Z');
  const meter = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' };
  const { body: made } = await shop.send('post', '/v1/meters', meter);
  const tiers = [
    { upTo: '3', unitAmount: '1' },
    { upTo: null, unitAmount: '0.5' },
  ];
  const price = { name: 'Calls', kind: 'usage', model: 'graduated', tiers, meterId: made.id };
  const planId = await shop.newPlan({ code: 'metered', trialDays: 0, prices: [price] });
  const { body: subscription } = await shop.subscribe({ planId });
  const { customerId } = shop;
  const events = [1, 2, 3, 4, 5].map((id) => ({ id: String(id), type: 'call', customerId }));
  const sent = await shop.send('post', '/v1/usage-events', { events });
  expect(sent.body).toMatchObject({ accepted: 5 });
  const path = `/v1/subscriptions/${subscription.id}/current-usage`;
  const current = await shop.send('get', path);
  await shop.advance('2026-07-01T00:00:00Z');

  const [invoice] = await shop.invoices();
  const [line] = (invoice?.['lines'] ?? []) as readonly { id: string }[];
  const explanation = `/v1/invoices/${invoice?.id}/lines/${line?.id}/explanation`;
  const { body } = await shop.send('get', explanation);
  const guide = await readGuide();
  const [, rows = ''] = /\| step of usage \| amount \|\n\|.*\n((?:\|.*\n)+)/.exec(guide) ?? [];

  expect(line).toMatchObject({ kind: 'usage', quantity: '5', amount: euros(400) });
  expect(body.steps).toEqual(current.body.data[0].steps);
  expect((body.steps as Step[]).map(({ text, amount }) => `| ${text} | ${amount} |`)).toEqual(
    rows.trimEnd().split('\n'),
  );
  const archived = await shop.send('delete', `/v1/meters/${made.id}`, undefined, '*');
  expect([archived.status, archived.body.code]).toEqual([409, 'meter_in_use']);
  const share = { name: 'Share', kind: 'usage', model: 'percentage', rate: '0.1' };
  const unknown = { ...price, meterId: 'mtr_01jd4x7h2cf5prw8mzk0qv9tns' };
  const prices = [unknown, { ...share, meterId: made.id }, { ...price, isProrated: true }];
  const refused = await shop.send('post', `/v1/plans/${planId}/versions`, { prices });
  expect(refused.body.errors).toMatchObject([
    { pointer: '/prices/0/meterId', code: 'unknown_meter' },
    ...[1, 2].map((at) => ({ pointer: `/prices/${at}/meterId`, code: 'meter_unfit' })),
  ]);
});

/** The last steps of the lines that the guide taxes: a month, and the credit for its rest. */
const taxSteps = async () => {
  const shop = await openShop(app, '2026-04-01T10:00:00Z');
  const vat = { name: 'VAT 20 %', rate: '0.20' };
  const { body: rate } = await shop.send('post', '/v1/tax-rates', vat);
  await shop.send('patch', '/v1/tenant', { billing: { taxRateIds: [rate.id] } }, '*');
  const { body: made } = await shop.subscribe();
  await shop.advance('2026-04-12T15:00:00Z');
  await shop.send('post', `/v1/subscriptions/${made.id}/cancel`, { effective: 'now' }, '*');
  const invoices = await shop.invoices();
  const lines = invoices.flatMap((invoice) =>
    (invoice['lines'] as readonly { id: string; kind: string }[])
      .filter(({ kind }) => kind !== 'balance')
      .map(({ id }) => `/v1/invoices/${invoice.id}/lines/${id}/explanation`),
  );
  return Promise.all(
    lines.map(async (path) => {
      const { body } = await shop.send('get', path);
      const steps = (body.steps as Step[]).slice(-2);
      return steps.map(({ text, amount }) => `| ${text} | ${amount} |`);
    }),
  );
};

test('the invoice by hand of the guide comes to what the guide says', async () => {
  const document = await readGuide();
  const [, rows = ''] =
    /\| description \| quantity \| unitAmount \| amount \|\n\|(?:---\|)+\n((?:\|.*\n)+)/.exec(
      document,
    ) ?? [];
  const written = rows
    .trimEnd()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const lines = written.slice(0, -1).map(([, description, quantity, unitAmount]) => ({
    description,
    quantity,
    unitAmount,
  }));
  const shop = await openShop(app);

  const { body } = await shop.send('post', '/v1/invoices', {
    customerId: shop.customerId,
    currency: 'EUR',
    lines,
  });

  const amounts = [...body.lines, { amount: body.total }].map(
    ({ amount }: { readonly amount: { readonly amount: number } }) =>
      (amount.amount / 100).toFixed(2),
  );
  expect(lines).toHaveLength(3);
  expect(amounts).toEqual(written.map((row) => row[4]));
});

/** The price that the guide previews. */
const previewed = async (shop: Awaited<ReturnType<typeof openShop>>) => {
  const flatAmount = { amount: 500, currency: 'EUR' };
  const tiers = [
    { upTo: '100', unitAmount: '0.10' },
    { upTo: null, unitAmount: '0.08', flatAmount },
  ];
  const price = { model: 'graduated', tiers };
  const request = { currency: 'EUR', price, quantity: '250' };
  const { body } = await shop.send('post', '/v1/prices/preview', request);
  return (body.steps as Step[]).map(({ text, amount }) => `| ${text} | ${amount} |`);
};

test('the example of a trial comes to what the guide says', async () => {
  const document = await readGuide();
  const shop = await openShop(app, '2026-06-01T12:00:00Z');
  const { body: made } = await shop.subscribe({ trialDays: 14 });
  const policy = { billingPolicy: { alignFrom: 'start' }, isInvoicedApart: true };
  await shop.subscribe({ ...policy, trialDays: 14 });
  const before = await shop.invoices();

  await shop.advance('2026-06-15T12:00:00Z');

  const charged = (await shop.invoices()).map(lineText).toSorted();
  const { body: seen } = await shop.send('get', `/v1/subscriptions/${made.id}`);
  expect(before).toEqual([]);
  expect(charged).toEqual(['2026-06-15 2026-07-01 26.13', '2026-06-15 2026-07-15 49.00']);
  expect(document).toContain(`| 1 June | \`${made.status}\` | nothing |\n`);
  expect(document).toContain(
    `| 15 June, at noon | \`${seen.status}\` | 15 June to 15 July, EUR 49.00 |\n`,
  );
  expect(document).toContain('16 of 30 days: EUR 26.13.');
});

const lineText = ({ lines }: Invoice): string => {
  const [{ servicePeriod, amount }] = lines as [
    {
      readonly servicePeriod: { readonly start: string; readonly end: string };
      readonly amount: { readonly amount: number };
    },
  ];
  return `${servicePeriod.start} ${servicePeriod.end} ${(amount.amount / 100).toFixed(2)}`;
};

test('the example of moving many comes to what the guide says, and shows its state', async () => {
  const shop = await openShop(app, '2026-06-01T10:00:00Z');
  const migrations = `/v1/plans/${shop.planId}/migrations`;
  await shop.subscribe();
  await shop.subscribe({ customerId: await shop.newCustomer() });
  const prices = [{ name: 'Base', amount: euros(5900) }];
  await shop.send('post', `/v1/plans/${shop.planId}/versions`, { prices });
  await shop.send('post', `/v1/plans/${shop.planId}/versions/2/publish`, undefined, '*');
  await shop.advance('2026-06-16T10:00:00Z');
  const move = { toVersion: 2, effective: 'now' };

  const shown = await shop.send('post', `${migrations}/preview?limit=1`, move);
  const made = await shop.send('post', migrations, { ...move, quote: shown.body.quote });
  const late = await shop.send('post', migrations, { ...move, quote: shown.body.quote });

  expect(shown.body).toMatchObject({
    total: 2,
    page: { hasMore: true },
    data: [{ outcome: 'moved', refusal: null, now: [{ total: euros(500) }] }],
  });
  expect([made.status, made.body]).toMatchObject([
    200,
    { status: 'completed', progress: { done: 2, total: 2 }, report: { moved: 2, refused: 0 } },
  ]);
  expect([late.status, late.body]).toMatchObject([
    409,
    { code: 'preview_outdated', preview: { total: 0, data: [] } },
  ]);
  const lines = (await shop.invoices())
    .slice(-2)
    .map((invoice) =>
      (invoice['lines'] as readonly { amount: { amount: number } }[])
        .map(({ amount: { amount } }) => amount)
        .toSorted((one, other) => other - one),
    );
  expect(lines).toEqual([
    [2950, -2450],
    [2950, -2450],
  ]);
  expect((await shop.send('get', migrations)).body.data).toEqual([made.body]);
  const each = await shop.send('get', `${migrations}/${made.body.id}/subscriptions?outcome=moved`);
  expect(each.body.data).toHaveLength(2);
});

/** The commas of a row of CSV that end a cell: an even number of quotation marks follows. */
const outsideQuotes = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** The text that stands in the guide under a heading, as a block. */
const blockUnder = async (heading: string): Promise<readonly string[]> => {
  const guide = await readGuide();
  const [, section = ''] = guide.split(`\n${heading}\n`);
  const [, block = ''] = /```text\n([\s\S]*?)\n```/.exec(section) ?? [];
  return block.split('\n');
};

test('the files of the guide say what the guide says', async () => {
  const shop = await openShop(app, '2026-06-01T10:00:00Z');
  const vat = { name: 'USt', rate: '0.20' };
  const { body: rate } = await shop.send('post', '/v1/tax-rates', vat);
  const billing = { taxRateIds: [rate.id], seller: { color: '#0b7285' } };
  await shop.send('patch', '/v1/tenant', { billing }, '*');
  const customerId = await shop.newCustomer({ name: 'Globex', billing: { locale: 'de-AT' } });
  await shop.subscribe({ customerId });
  await shop.advance('2026-07-02T00:00:00Z');
  const [first] = await shop.invoices();
  const headers = { Accept: 'text/csv' };

  const pdf = await shop.send('get', `/v1/invoices/${first?.id}/pdf`);
  const csv = await app.send('get', '/v1/invoice-lines', { token: shop.token, headers });

  const [page] = pagesOfPdf(pdf.body as Buffer);
  const printed = (page === undefined ? [] : linesOfPage(page)).map((line) =>
    line.replaceAll('\u00A0', ' '),
  );
  const onPaper = await blockUnder('## Invoices on paper');
  expect(printed.filter((line) => onPaper.includes(line))).toEqual(onPaper);
  const [names = [], ...rows] = csv.text
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(outsideQuotes));
  const inFile = await blockUnder('## Lists as files');
  const columns = inFile[0]?.split(',').map((name) => names.indexOf(name)) ?? [];
  const picked = [names, ...rows].map((row) => columns.map((at) => row[at]).join(','));
  expect(picked).toEqual(inFile);
});
