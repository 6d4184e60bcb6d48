export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Texts in every language. The German ones have the keys of the English ones. */
export const bilingual = <Texts>(
  en: Texts,
  de: NoInfer<Texts>,
): Readonly<Record<Language, Texts>> => ({
  en,
  de,
});

/** `1 invoice`, `2 invoices`. */
export const counted =
  (language: Language, one: string, many: string) =>
  (count: number): string =>
    `${count} ${new Intl.PluralRules(language).select(count) === 'one' ? one : many}`;

/** Texts by codes of the server, which may know more of them than the panel. */
export const byCode = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  texts;
