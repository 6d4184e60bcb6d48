import { Buffer } from 'node:buffer';
import type { Locator, Page } from 'playwright-core';
import { logoOfColor } from '../support/png.ts';
import type { NewTenant } from './prepared-tenant.ts';
import { heading } from './steps.ts';

type Call = NewTenant['call'];

/** A customer, and a meter that sums the gigabytes of what was sent. */
export const metered = async (call: Call) => {
  const customer = await call('POST', 'customers', { name: 'Initrode', email: 'i@usage.example' });
  const meter = await call('POST', 'meters', {
    code: 'gigabytes',
    name: 'Gigabytes',
    unit: 'GB',
    eventType: 'bytes.sent',
    aggregation: 'sum',
    property: 'gigabytes',
    groupBy: ['region'],
  });
  return { customerId: customer.id, meterId: meter.id };
};

/** Uses 150 GB in one region and 8 in another. */
export const use = async (call: Call, customerId: string): Promise<void> => {
  const events = [
    { id: 'first', data: { gigabytes: 90, region: 'eu' } },
    { id: 'second', data: { gigabytes: '60', region: 'eu' } },
    { id: 'third', data: { gigabytes: 8, region: 'us' } },
  ].map((event) => ({ ...event, type: 'bytes.sent', customerId }));
  await call('POST', 'usage-events', { events });
};

/** Writes a plan of a price of usage, with lines by region, and of a limit; gives its preview. */
export const sellUsage = async (page: Page): Promise<string> => {
  await heading(page, 'New plan');
  await page.getByRole('textbox', { name: 'Code' }).fill('traffic');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Traffic plan');
  await page.getByRole('textbox', { name: 'Name on the invoice' }).fill('Traffic');
  await page.getByLabel('Charged', { exact: true }).selectOption('usage');
  await page.getByLabel('Meter').selectOption({ label: 'Gigabytes' });
  await page.getByText('The meter tells apart: region.').waitFor();
  await page.getByRole('textbox', { name: 'A line for each' }).fill('region');
  await page.getByLabel('How it is priced').selectOption('graduated');
  await page.getByLabel('Price of a unit, tier 1').fill('0.10');
  await page.getByLabel('Price of a unit, tier 2').fill('0.05');
  await page.getByRole('button', { name: 'Add a feature' }).click();
  const feature = page.getByRole('group', { name: 'Feature 1' });
  await feature.getByLabel('Code of the feature').fill('traffic');
  await feature.getByLabel('Kind').selectOption('limit');
  await feature.getByLabel('Meter').selectOption({ label: 'Gigabytes' });
  await feature.getByLabel('Limit').fill('1,000');
  const preview = page.getByRole('region', { name: 'Preview' }).first();
  await preview.getByText('EUR 12.50').first().waitFor();
  const text = await preview.innerText();
  await page.getByRole('button', { name: 'Create plan' }).click();
  await heading(page, 'Traffic plan');
  return text;
};

/**
 * Sets the color and the logo of the settings, and how old events may be; a file that is no PNG is
 * refused before.
 */
export const chooseLook = async (page: Page): Promise<void> => {
  await heading(page, 'Tenant');
  await page.getByRole('textbox', { name: 'Color of invoices', exact: true }).fill('#0B7285');
  const file = page.getByLabel('Logo of invoices');
  const image = { name: 'logo.png', mimeType: 'image/png' };
  await file.setInputFiles({ ...image, buffer: Buffer.from('no picture at all, only words') });
  await page.getByText('This file is no PNG.').waitFor();
  const logo = Buffer.from(logoOfColor([11, 114, 133]), 'base64');
  await file.setInputFiles({ ...image, buffer: logo });
  await page.getByRole('img', { name: 'The chosen logo' }).waitFor();
  await page.getByRole('textbox', { name: 'Oldest event, in days' }).fill('14');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A logo is set.').waitFor();
};

/** The text of a part of a page, once it has some words in it. */
export const textWith = async (part: Locator, words: string): Promise<string> => {
  await part.getByText(words, { exact: true }).waitFor();
  return part.innerText();
};

/** The rights that the page of the customer names: 158 GB of the limit are used. */
export const entitledText = (page: Page): Promise<string> =>
  textWith(page.getByRole('region', { name: 'What they may use' }), '158 of 1,000 GB');
