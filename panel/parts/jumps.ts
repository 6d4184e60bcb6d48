import { useRead } from '../api/queries.ts';
import { useTexts } from '../texts/catalogue.ts';
import { at } from './links.tsx';
import { useSectionNames, useSections } from './use-sections.ts';

/** A place that the palette leads to. */
export interface Jump {
  readonly label: string;
  /** In a word: the kind of thing. */
  readonly kind: string;
  readonly to: string;
}

/** The pages that the person may see. */
export const usePageJumps = (): readonly Jump[] => {
  const texts = useTexts();
  const names = useSectionNames();
  return useSections().map(({ name, place }) => ({
    label: names[name],
    kind: texts.operations.pages,
    to: place === '' ? at() : at(place),
  }));
};

const foundMax = '5';

/** The customers and plans that a search finds, and the invoice of a number. */
export const useFoundJumps = (search: string): readonly Jump[] => {
  const texts = useTexts();
  const enabled = { enabled: search !== '' };
  const customers = useRead('listCustomers', { query: { search, limit: foundMax } }, enabled);
  const plans = useRead('listPlans', { query: { search, limit: foundMax } }, enabled);
  const invoices = useRead('listInvoices', { query: { number: search } }, enabled);
  if (search === '') return [];
  return [
    ...(customers.data?.data ?? []).map(({ id, name, email }) => ({
      label: `${name} · ${email}`,
      kind: texts.common.customer,
      to: at('customers', id),
    })),
    ...(plans.data?.data ?? []).map(({ id, name, code }) => ({
      label: `${name} · ${code}`,
      kind: texts.common.plan,
      to: at('plans', id),
    })),
    ...(invoices.data?.data ?? []).map(({ id, number }) => ({
      label: number ?? id,
      kind: texts.billing.invoice,
      to: at('invoices', id),
    })),
  ];
};
