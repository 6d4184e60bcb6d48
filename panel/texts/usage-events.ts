import { bilingual, byCode } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the screens of events: the start of the panel does not wait for them.

const usageEvents = bilingual(
  {
    text: 'What your programs sent, and what became of each event.',
    tryOut: 'Try out events',
    tryOutText:
      'Events that you make up are judged by all meters of their type. Nothing is stored.',
    newestFirst:
      'Newest first: by when they were received or, with a customer chosen, by when they ' +
      'happened. An id is looked up in the source api, unless you name another source.',
    empty: 'No events here. Send one, or look at another time.',
    lookOn: 'None among the events that were looked at. There are older ones: look on.',
    when: 'Happened',
    received: (at: string) => `received ${at}`,
    cancel: 'Cancel this event',
    cancelTexts: [
      'No meter counts it any more; its id stays taken, and it cannot be brought back.',
      'What was invoiced of it comes back on the next invoice, where the subscription allows that.',
    ],
    cancelledNow: 'The event is cancelled.',
    cancelled: 'Cancelled',
    cancelReason: 'Reason for the cancellation',
    event: 'Event',
    from: 'From',
    before: 'Before',
    meters: 'Meters',
    uncounted: 'No meter counts its type.',
    counts: (meter: string, value: string) => `${meter}: ${value}`,
    takes: (meter: string, value: string) => `${meter}: takes ${value} away`,
    not: (meter: string) => `${meter}: not counted`,
    show: 'Show',
    outcome: 'Outcome',
    tryThis: 'Try it with changes',
    samples: 'Events',
    samplesHint: 'One JSON object on each line, with type and data. Other fields are left out.',
    noType: (lines: string) => `Name the type on line ${lines}: {"type": "…", "data": {…}}.`,
    knownTypes: (types: string) => `Types that meters count: ${types}.`,
    noMeters: 'No meters yet, so no event is counted.',
    reasons: byCode({}),
  },
  {
    text: 'Was Ihre Programme gesendet haben, und was aus jedem Ereignis wurde.',
    tryOut: 'Ereignisse ausprobieren',
    tryOutText:
      'Erdachte Ereignisse, beurteilt von allen Zählern ihres Typs. Nichts wird gespeichert.',
    newestFirst:
      'Neueste zuerst: nach Empfang oder, ist ein Kunde gewählt, nach Geschehen. Eine Id wird ' +
      'in der Quelle api gesucht, außer es ist eine andere genannt.',
    empty: 'Hier gibt es keine Ereignisse. Eines senden, oder eine andere Zeit ansehen.',
    lookOn: 'Keines unter den durchgesehenen Ereignissen. Es gibt ältere: weitersuchen.',
    when: 'Geschehen',
    received: (at: string) => `empfangen ${at}`,
    cancel: 'Dieses Ereignis stornieren',
    cancelTexts: [
      'Kein Zähler zählt es mehr; seine Id bleibt vergeben, und es kommt nicht wieder.',
      'Was davon verrechnet ist, kommt mit der nächsten Rechnung zurück, wenn das Abo es erlaubt.',
    ],
    cancelledNow: 'Das Ereignis ist storniert.',
    cancelled: 'Storniert',
    cancelReason: 'Grund der Stornierung',
    event: 'Ereignis',
    from: 'Von',
    before: 'Vor',
    meters: 'Zähler',
    uncounted: 'Kein Zähler zählt seinen Typ.',
    counts: (meter: string, value: string) => `${meter}: ${value}`,
    takes: (meter: string, value: string) => `${meter}: nimmt ${value} weg`,
    not: (meter: string) => `${meter}: zählt es nicht`,
    show: 'Ansehen',
    outcome: 'Ergebnis',
    tryThis: 'Mit Änderungen ausprobieren',
    samples: 'Ereignisse',
    samplesHint: 'Je Zeile ein JSON-Objekt mit type und data. Andere Felder werden weggelassen.',
    noType: (lines: string) => `Den Typ in Zeile ${lines} nennen: {"type": "…", "data": {…}}.`,
    knownTypes: (types: string) => `Typen, die Zähler zählen: ${types}.`,
    noMeters: 'Noch keine Zähler, also wird kein Ereignis gezählt.',
    reasons: byCode({
      cancelled: 'Das Ereignis wurde storniert.',
      filtered_out: 'Eine Bedingung des Zählers gilt nicht.',
      property_missing: 'Das Feld fehlt, das gezählt wird.',
      invalid_decimal: 'Der Wert ist keine Zahl mit höchstens 12 Nachkommastellen.',
      decimal_out_of_range: 'Der Wert ist weiter als 10^15 von null entfernt.',
      invalid_value: 'Der Wert ist weder ein kurzer Text noch eine Zahl.',
    }),
  },
);

export const useUsageEventTexts = (): (typeof usageEvents)['en'] => usageEvents[useLanguage()];
