import type { Page } from 'playwright-core';

/** The texts of the time bar about an advance: before it, and when it is over. */
export interface ShownAdvance {
  readonly forecast: string;
  readonly report: string;
}

/** Advances the clock of the test tenant by a preset of the time bar. */
export const advanceBy = async (page: Page, preset: string): Promise<ShownAdvance> => {
  await page.getByRole('button', { name: 'Advance time' }).click();
  const form = page.getByRole('dialog', { name: 'Advance time' });
  await form.getByRole('button', { name: preset }).click();
  const box = form.getByRole('alert', { name: 'What will happen' });
  await box.getByText('will be made').waitFor();
  const forecast = await box.innerText();
  await form.getByRole('button', { name: 'Advance time' }).click();
  const report = page.getByRole('dialog', { name: 'What happened' });
  await report.getByText('Invoices made').waitFor();
  const told = await report.innerText();
  await page.keyboard.press('Escape');
  await report.waitFor({ state: 'detached' });
  return { forecast, report: told };
};
