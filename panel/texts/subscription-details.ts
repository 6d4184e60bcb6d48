import { bilingual } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the page of a subscription: the start of the panel does not wait for them.

const subscriptionDetails = bilingual(
  {
    title: 'Name, references, metadata',
    nameHint: 'Empty: it is called as its plan.',
    ownPriceOf: (price: string) => `Own price for ${price}`,
    insteadOf: (price: string) => `own price, instead of ${price}`,
    priceAgain: (price: string) => `${price}: at the price of the plan again`,
    ownPriceNow: (price: string, amount: string) => `${price}: own price, ${amount}`,
    ownEndOf: (price: string) => `Own end for ${price}`,
    firstDayWithout: (price: string) => `First day without ${price}`,
    withoutFrom: (day: string) => `without it from ${day}`,
    endedOn: (day: string) => `ended on ${day}`,
    endNow: (price: string, day: string) => `without ${price} from ${day}`,
    noEnd: (price: string) => `${price}: no end of its own any more`,
    purchaseOrderHint: 'Stands on invoices made from now on.',
  },
  {
    title: 'Name, Verweise, Metadaten',
    nameHint: 'Leer: Es heißt wie sein Tarif.',
    ownPriceOf: (price: string) => `Eigener Preis für ${price}`,
    insteadOf: (price: string) => `eigener Preis statt ${price}`,
    priceAgain: (price: string) => `${price}: wieder zum Preis des Tarifs`,
    ownPriceNow: (price: string, amount: string) => `${price}: eigener Preis, ${amount}`,
    ownEndOf: (price: string) => `Eigenes Ende für ${price}`,
    firstDayWithout: (price: string) => `Erster Tag ohne ${price}`,
    withoutFrom: (day: string) => `ab ${day} nicht mehr enthalten`,
    endedOn: (day: string) => `am ${day} beendet`,
    endNow: (price: string, day: string) => `ab ${day} ohne ${price}`,
    noEnd: (price: string) => `${price}: kein eigenes Ende mehr`,
    purchaseOrderHint: 'Steht auf Rechnungen, die ab jetzt entstehen.',
  },
);

export const useSubscriptionDetailTexts = (): (typeof subscriptionDetails)['en'] =>
  subscriptionDetails[useLanguage()];
