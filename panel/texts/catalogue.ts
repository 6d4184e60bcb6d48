import { useSyncExternalStore } from 'react';
import { account } from './account.ts';
import { agreements } from './agreements.ts';
import { balances } from './balances.ts';
import type { Language } from './bilingual.ts';
import { languages } from './bilingual.ts';
import { billing } from './billing.ts';
import { catalog } from './catalog.ts';
import { clock } from './clock.ts';
import { common } from './common.ts';
import { customers } from './customers.ts';
import { due } from './due.ts';
import { eventPrices } from './event-prices.ts';
import { events } from './events.ts';
import { features } from './features.ts';
import { invoicing } from './invoicing.ts';
import { metering } from './metering.ts';
import { operations } from './operations.ts';
import { policy } from './policy.ts';
import { prices } from './prices.ts';
import { loadProblemWords } from './problem-words.ts';
import { rights } from './rights.ts';
import { settings } from './settings.ts';
import { statuses } from './statuses.ts';
import { taxes } from './taxes.ts';
import { usage } from './usage.ts';

/** Every text of the panel, in one language. */
const textsIn = (language: Language) => ({
  common: common[language],
  account: account[language],
  clock: clock[language],
  customers: customers[language],
  catalog: catalog[language],
  billing: billing[language],
  balances: balances[language],
  due: due[language],
  eventPrices: eventPrices[language],
  events: events[language],
  features: features[language],
  invoicing: invoicing[language],
  metering: metering[language],
  operations: operations[language],
  policy: policy[language],
  rights: rights[language],
  settings: settings[language],
  prices: prices[language],
  agreements: agreements[language],
  statuses: statuses[language],
  taxes: taxes[language],
  usage: usage[language],
});

const storageKey = 'billing.language';
const listeners = new Set<() => void>();

const isLanguage = (text: string | null): text is Language =>
  languages.some((language) => language === text);

const initialLanguage = (): Language => {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2));
  return preferred.find(isLanguage) ?? 'en';
};

let language = initialLanguage();
let texts = textsIn(language);
document.documentElement.lang = language;
void loadProblemWords(language);

/** Chooses the language of this browser. */
export const chooseLanguage = (chosen: Language): void => {
  localStorage.setItem(storageKey, chosen);
  language = chosen;
  texts = textsIn(chosen);
  document.documentElement.lang = chosen;
  void loadProblemWords(chosen);
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The texts in the language of the viewer. */
export const useTexts = (): ReturnType<typeof textsIn> =>
  useSyncExternalStore(subscribe, () => texts);

export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => language);

/** The locale of numbers and dates: the browser's own where it is of the chosen language. */
export const useLocale = (): string => {
  const chosen = useLanguage();
  return navigator.languages.find((tag) => tag.startsWith(chosen)) ?? chosen;
};
