import { bilingual } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the forms of customers and products: the start of the panel does not wait for them.

const billingTerms = bilingual(
  {
    emails: 'Invoices go to',
    emailsHint: (email: string) =>
      `With commas between, up to ten. Empty: ${email === '' ? 'the e-mail above' : email}.`,
    ownTaxRates: 'Tax rates of its own',
    taxRatesOfCustomer: 'Off: those of the product, or else of the tenant.',
    taxRatesOfProduct: 'Off: those of the tenant. A customer’s own come first.',
    untaxed: 'None is chosen: nothing is taxed.',
    isStopped: 'Stop billing this customer',
    stopped: 'Billing of this customer is stopped. It goes on once that is taken back in Details.',
  },
  {
    emails: 'Rechnungen gehen an',
    emailsHint: (email: string) =>
      `Mit Beistrichen dazwischen, bis zu zehn. Leer: ${email === '' ? 'die E-Mail oben' : email}.`,
    ownTaxRates: 'Eigene Steuersätze',
    taxRatesOfCustomer: 'Aus: die des Produkts, sonst die des Mandanten.',
    taxRatesOfProduct: 'Aus: die des Mandanten. Eigene des Kunden gehen vor.',
    untaxed: 'Keiner ist gewählt: Nichts wird besteuert.',
    isStopped: 'Verrechnung an diesen Kunden anhalten',
    stopped: 'Dieser Kunde wird nicht verrechnet, bis das in „Angaben“ zurückgenommen wird.',
  },
);

export const useBillingTermTexts = (): (typeof billingTerms)['en'] => billingTerms[useLanguage()];
