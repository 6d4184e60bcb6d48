import { useCan, useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { SearchResult } from '../../wire/types.ts';
import { at } from '../page/links.tsx';
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

/** The forms that make something new, for who may send them. */
export const useFormJumps = (): readonly Jump[] => {
  const { catalog, common, customers, billing, invoicing, metering, operations } = useTexts();
  const forms = [
    [useCan('createCustomer'), customers.create, 'customers'],
    [useCan('createSubscription'), billing.newSubscription, 'subscriptions'],
    [useCan('createInvoice'), invoicing.newInvoice, 'invoices'],
    [useCan('createProduct'), catalog.newProduct, 'products'],
    [useCan('createPlan'), catalog.newPlan, 'plans'],
    [useCan('createMeter'), metering.newMeter, 'meters'],
    [useCan('createApiKey'), operations.newApiKey, 'api-keys'],
    [useCan('createWebhookEndpoint'), operations.newWebhook, 'webhooks'],
  ] as const;
  return forms.flatMap(([mayCreate, label, place]) =>
    mayCreate ? [{ label, kind: common.actions, to: at(place, 'new') }] : [],
  );
};

/** The results of a search in everything that the person may read. */
export const useFoundJumps = (search: string): readonly Jump[] => {
  const texts = useTexts();
  const kinds: Readonly<Record<SearchResult['kind'], readonly [kind: string, place: string]>> = {
    customer: [texts.common.customer, 'customers'],
    subscription: [texts.billing.subscription, 'subscriptions'],
    invoice: [texts.billing.invoice, 'invoices'],
    plan: [texts.common.plan, 'plans'],
    product: [texts.catalog.product, 'products'],
    member: [texts.operations.members, 'members'],
  };
  const found = useRead('search', { query: { q: search } }, { enabled: search !== '' });
  if (search === '') return [];
  return (found.data?.data ?? []).map(({ kind: of, id, title, detail }) => {
    const [kind, place] = kinds[of];
    const to = of === 'member' ? at(place) : at(place, id);
    return { label: detail === null ? title : `${title} · ${detail}`, kind, to };
  });
};
