import type { CurrencyCode } from '#domain/shared/currency.ts';
import { digitsIfKnown } from '#domain/shared/currency.ts';
import { decimalText, unitPriceText } from './money-text.ts';
import { percentText } from './percent-text.ts';
import { dateText, periodText } from './times.ts';

// The server explains an amount in English sentences (`src/domain/**/words.ts`). Here they get the
// dates and amounts of the reader's language, and in the German panel German words. A sentence
// that is not known stays as it is.

/** A step of an explanation in the language of the reader. */
export const stepText = (text: string, language: string): string =>
  withNumbers(language.startsWith('de') ? inGerman(text) : text, language);

const withNumbers = (text: string, language: string): string =>
  text
    .replaceAll(/(?<=: )\d(?:\.\d+)?(?= (?:of|von|des) )/gu, (rate) => percentText(rate, language))
    // A decimal of its own, such as a quantity; no part of an amount, a time or a fraction.
    .replaceAll(/(?<![\w.,:/-]|[A-Z]{3} )\d+\.\d+(?![\d/])/gu, (decimal) =>
      decimalText(decimal, language),
    )
    .replaceAll(amounts, (found, code: string, amount: string) =>
      // A tax may be called VAT 20.
      digitsIfKnown(code as CurrencyCode) === undefined
        ? found
        : unitPriceText(amount, code, language),
    )
    .replaceAll(
      /(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)(?!T)/gu,
      (_span, start: string, end: string) => periodText({ start, end }, language),
    )
    .replaceAll(/(?<=\(.*\d\S*) to (?=\d)/gu, ' – ')
    .replaceAll(/\d{4}-\d\d-\d\d(?!T)/gu, (date) => dateText(date, language))
    .replaceAll(/(?<= )-(?=\d)/gu, '−');

const amounts = /\b([A-Z]{3}) (-?\d+(?:\.\d+)?)(?![\d/])/gu;

const inGerman = (text: string): string => {
  const rule = sentences.find(([pattern]) => pattern.test(text));
  const whole = rule === undefined ? text : text.replace(rule[0], rule[1]);
  return parts.reduce((old, [pattern, german]) => old.replace(pattern, german), whole);
};

type Rule = readonly [RegExp, string];

/** Whole sentences. */
const sentences: readonly Rule[] = [
  [/^nothing, as nothing was used$/u, 'nichts, da nichts verbraucht wurde'],
  [/^nothing for (.+), the free units$/u, 'nichts für $1, die freien Einheiten'],
  [/^nothing for 1 free event$/u, 'nichts für 1 freies Ereignis'],
  [/^nothing for (\d+) free events$/u, 'nichts für $1 freie Ereignisse'],
  [/^nothing for 1 event without an amount$/u, 'nichts für 1 Ereignis ohne Betrag'],
  [/^nothing for (\d+) events without an amount$/u, 'nichts für $1 Ereignisse ohne Betrag'],
  [/^nothing for (.+), as no cell takes it \((.*)\)$/u, 'nichts für $1, da kein Feld passt ($2)'],
  [
    /^nothing for the part unused \((.+)\), as the charge is not prorated$/u,
    'nichts für den ungenutzten Teil ($1), da der Posten nicht anteilig ist',
  ],
  [
    /^the whole amount \((.+)\), as it is not prorated$/u,
    'der ganze Betrag ($1), da er nicht anteilig ist',
  ],
  [
    /^(.+), the whole charge, whatever was used of it$/u,
    '$1, der ganze Posten, wie viel davon auch genutzt wurde',
  ],
  [/^(.+), as no more is left of the charge$/u, '$1, da von dem Posten nicht mehr übrig ist'],
  [
    /^(.+), all that is left of the charge, as nothing of it stays used$/u,
    '$1, alles, was von dem Posten übrig ist, da nichts davon genutzt bleibt',
  ],
  [/^(.+) more than (.+), which was charged before$/u, '$1 mehr als die $2, die verrechnet waren'],
  [
    /^(.+) less than (.+), which was charged before$/u,
    '$1 weniger als die $2, die verrechnet waren',
  ],
  [
    /^(.+) on average: (.+) unit days in (.+) days$/u,
    '$1 im Durchschnitt: $2 Tage je Einheit an $3 Tagen',
  ],
  [
    /^(.+) on average: (.+) unit seconds in (.+) seconds$/u,
    '$1 im Durchschnitt: $2 Sekunden je Einheit in $3 Sekunden',
  ],
  [/^(.+), the highest quantity so far$/u, '$1, die bisher höchste Menge'],
  [/^(.+) as a credit$/u, '$1 als Gutschrift'],
  [/^(.+), carried by event (\d+)$/u, '$1, die Ereignis $2 nennt'],
  [/^(.+), carried by 1 event$/u, '$1, die 1 Ereignis nennt'],
  [/^(.+), carried by (\d+) events$/u, '$1, die $2 Ereignisse nennen'],
  [/^(.+), as more was given back than used$/u, '$1, da mehr zurückgegeben als verbraucht wurde'],
  [/^(.+), for each event that is paid$/u, '$1, für jedes Ereignis, das zu zahlen ist'],
  [/^(.+), the minimum of an event$/u, '$1, der Mindestbetrag eines Ereignisses'],
  [/^(.+), the maximum of an event$/u, '$1, der Höchstbetrag eines Ereignisses'],
  [/^(.+) for all other lines of the period$/u, '$1 für alle anderen Positionen des Zeitraums'],
  [/^(.+) missing to it$/u, '$1 fehlen darauf'],
  [/^(.+) for all groups together$/u, '$1 für alle Gruppen zusammen'],
  [/^(.+) above it, which are not charged$/u, '$1 darüber, die nicht verrechnet werden'],
  [
    /^(.+) for usage that came or was cancelled after its period was invoiced$/u,
    '$1 für Verbrauch, der nach der Rechnung über seinen Zeitraum kam oder storniert wurde',
  ],
  [
    /^(.+) moved to the balance, as a document does not go below zero$/u,
    '$1 auf das Guthaben verschoben, da ein Beleg nicht unter null geht',
  ],
  [/^(.+) for all other lines$/u, '$1 für alle anderen Positionen'],
  [/^(.+) in all, (.+) without tax$/u, '$1 insgesamt, $2 ohne Steuer'],
  [/^(.+) in total$/u, '$1 insgesamt'],
  [
    /^(.+) of (.+): the part of (.+) that goes with (.+) of (.+)$/u,
    '$1 $2: von $3 der Anteil $4 zu $5',
  ],
  [
    /^(.+) of (.+): (.+) of the net amount, included in ([^,]+)/u,
    '$1 $2: $3 des Nettobetrags, enthalten in $4',
  ],
  [/^([A-Z]{3} \S+) of (.+): (\S+) of ([A-Z]{3} \S+)/u, '$1 $2: $3 von $4'],
];

/** Parts of sentences, in this order. */
const parts: readonly Rule[] = [
  [/, whatever the quantity in it$/u, ', unabhängig von der Menge darin'],
  [/, whatever the quantity \(/u, ', unabhängig von der Menge ('],
  [/^event (\d+): /u, 'Ereignis $1: '],
  [/, at the minimum of /u, ', mit dem Mindestbetrag von '],
  [/, at the maximum of /u, ', mit dem Höchstbetrag von '],
  [/, for the part served of /u, ' für den geleisteten Teil von '],
  [/, the minimum commitment\b/u, ', der Mindestumsatz'],
  [/, the minimum\b/u, ', der Mindestbetrag'],
  [/, the maximum\b/u, ', der Höchstbetrag'],
  [/ for the units /u, ' für die Einheiten '],
  [/, the units /u, ', die Einheiten '],
  [/, the part /u, ', der Teil '],
  [/\bof the only tier\b/u, 'der einzigen Stufe'],
  [/\b(\S+) is above (\d\S*)/gu, '$1 über $2 liegt'],
  [/, as (?=\S+ über )/u, ', da '],
  [/, the last tier\b/u, ', die letzte Stufe'],
  [/\babove (\S+) up to /u, 'über $1 bis '],
  [/\bup to /u, 'bis '],
  [/\babove /u, 'über '],
  [/\b1 package of /u, '1 Paket zu '],
  [/\b(\d+) packages of /u, '$1 Pakete zu '],
  [/^(\d+) of 1 day\b/u, '$1 von 1 Tag'],
  [/^(\d+) of (\d+) days\b/u, '$1 von $2 Tagen'],
  [/^(\d+) of (\d+) seconds?\b/u, '$1 von $2 Sekunden'],
  [/ in months of 30 days\b/u, ' zu Monaten von 30 Tagen'],
  [/ unused \(/u, ' ungenutzt ('],
  [/ % of /u, ' % von '],
  [/ for nothing used, /u, ' für keinen Verbrauch, '],
  [/ for (\S+ [^,]+), (within|die letzte)/u, ' für $1, $2'],
  [/, within /u, ', im Rahmen von '],
  [/, rounded once over all lines of this rate$/u, ', über alle Positionen des Satzes gerundet'],
  [/, rounded once over the whole document$/u, ', über den ganzen Beleg gerundet'],
  [/, rounded on each line$/u, ', je Position gerundet'],
  [/, rounded half up from /u, ', kaufmännisch gerundet von '],
  [/, rounded half to even from /u, ', zur geraden Ziffer gerundet von '],
  [/, rounded half down from /u, ', Halbe abgerundet von '],
  [/, rounded up from /u, ', aufgerundet von '],
  [/, rounded down from /u, ', abgerundet von '],
];
