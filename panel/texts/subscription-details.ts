import { bilingual } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the page of a subscription: the start of the panel does not wait for them.

const subscriptionDetails = bilingual(
  {
    title: 'Name, references, metadata',
    nameHint: 'Empty: it is called as its plan.',
    purchaseOrderHint: 'Stands on invoices made from now on.',
  },
  {
    title: 'Name, Verweise, Metadaten',
    nameHint: 'Leer: Es heißt wie sein Tarif.',
    purchaseOrderHint: 'Steht auf Rechnungen, die ab jetzt entstehen.',
  },
);

export const useSubscriptionDetailTexts = (): (typeof subscriptionDetails)['en'] =>
  subscriptionDetails[useLanguage()];
