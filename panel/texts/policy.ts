import type { PolicyField } from '#domain/tenants/billing-policy.ts';
import { bilingual } from './bilingual.ts';

type Choices = Readonly<Record<string, string>>;
/** The name of a field, and what each of its values means. */
type FieldTexts = Readonly<Record<PolicyField, readonly [name: string, values: Choices]>>;

const fieldsInEnglish: FieldTexts = {
  countedBy: [
    'A part of a period is measured',
    {
      day: 'by local days',
      second: 'by seconds',
      month_30: 'by days of months that all have 30',
      none: 'not at all: each period touched is owed whole',
    },
  ],
  dayOfChange: [
    'The day of a change belongs to',
    { new: 'what is agreed from then on', old: 'what was agreed before' },
  ],
  dayOfEnd: ['The last day of a subscription', { billed: 'is charged', free: 'is free' }],
  alignFrom: [
    'Periods after a trial begin with',
    { start: 'the start of the trial', trial_end: 'its end' },
  ],
  cycle: [
    'A change of plan',
    {
      keep: 'keeps the periods',
      restart: 'begins new periods where the interval is another',
      same_day: 'begins periods on the last date with the same day',
    },
  ],
  trialOnChange: [
    'A trial, when the plan changes,',
    { keep: 'goes on', of_new_plan: 'is that of the new plan' },
  ],
  decrease: [
    'Less of something',
    { credit: 'is credited', keep_paid: 'stays paid until the period ends' },
  ],
  creditAs: [
    'What is owed to a customer goes to',
    { next_invoice: 'the next invoice', balance: 'the balance' },
  ],
  charge: [
    'What a change costs is invoiced',
    { immediately: 'at once', next_invoice: 'with the next invoice', none: 'never' },
  ],
  cancelCredit: [
    'A cancellation gives back',
    { prorated: 'the part that is not used', none: 'nothing', full: 'the whole period' },
  ],
  rounding: [
    'Amounts are rounded',
    {
      half_up: 'half up',
      half_even: 'half to even',
      half_down: 'half down',
      up: 'up',
      down: 'down',
    },
  ],
  taxRounding: [
    'A tax is rounded',
    { per_line: 'on each line', per_rate: 'over all lines of a rate', per_document: 'once' },
  ],
  inclusiveRounding: [
    'Of a price that includes tax',
    { tax: 'the tax is rounded', net: 'the net amount is rounded' },
  ],
  zeroInvoices: ['An invoice with nothing but zeros', { issue: 'is issued', skip: 'is left out' }],
  lateUsage: [
    'Usage of a period that is invoiced',
    { next_invoice: 'is charged on the next invoice', refuse: 'is refused' },
  ],
};

const fieldsInGerman: FieldTexts = {
  countedBy: [
    'Ein Teil eines Zeitraums wird gemessen',
    {
      day: 'nach Kalendertagen',
      second: 'nach Sekunden',
      month_30: 'nach Tagen von Monaten, die alle 30 haben',
      none: 'gar nicht: jeder begonnene Zeitraum ist ganz zu zahlen',
    },
  ],
  dayOfChange: [
    'Der Tag einer Änderung gehört zu',
    { new: 'dem neu Vereinbarten', old: 'dem bisher Vereinbarten' },
  ],
  dayOfEnd: ['Der letzte Tag eines Abos', { billed: 'wird verrechnet', free: 'ist frei' }],
  alignFrom: [
    'Zeiträume nach einer Probezeit beginnen mit',
    { start: 'deren Beginn', trial_end: 'deren Ende' },
  ],
  cycle: [
    'Ein Tarifwechsel',
    {
      keep: 'behält die Zeiträume',
      restart: 'beginnt neue, wenn das Intervall ein anderes ist',
      same_day: 'beginnt neue am letzten Datum mit demselben Tag',
    },
  ],
  trialOnChange: [
    'Eine Probezeit bei Tarifwechsel',
    { keep: 'geht weiter', of_new_plan: 'ist die des neuen Tarifs' },
  ],
  decrease: [
    'Weniger von etwas',
    { credit: 'wird gutgeschrieben', keep_paid: 'bleibt bis zum Ende des Zeitraums bezahlt' },
  ],
  creditAs: [
    'Was Kunden zusteht, kommt',
    { next_invoice: 'auf die nächste Rechnung', balance: 'ins Guthaben' },
  ],
  charge: [
    'Was eine Änderung kostet, wird verrechnet',
    { immediately: 'sofort', next_invoice: 'mit der nächsten Rechnung', none: 'nie' },
  ],
  cancelCredit: [
    'Eine Kündigung gibt zurück',
    { prorated: 'den unbenutzten Teil', none: 'nichts', full: 'den ganzen Zeitraum' },
  ],
  rounding: [
    'Beträge werden gerundet',
    {
      half_up: 'kaufmännisch',
      half_even: 'Hälften zur geraden Ziffer',
      half_down: 'Hälften ab',
      up: 'auf',
      down: 'ab',
    },
  ],
  taxRounding: [
    'Eine Steuer wird gerundet',
    {
      per_line: 'in jeder Position',
      per_rate: 'über alle Positionen eines Satzes',
      per_document: 'einmal im Ganzen',
    },
  ],
  inclusiveRounding: [
    'Bei Preisen mit enthaltener Steuer',
    { tax: 'wird die Steuer gerundet', net: 'wird der Nettobetrag gerundet' },
  ],
  zeroInvoices: [
    'Eine Rechnung über lauter Nullen',
    { issue: 'wird ausgestellt', skip: 'entfällt' },
  ],
  lateUsage: [
    'Verbrauch eines schon verrechneten Zeitraums',
    { next_invoice: 'kommt auf die nächste Rechnung', refuse: 'wird abgelehnt' },
  ],
};

/** The billing policy, and the cases that show it at work. */
export const policy = bilingual(
  {
    title: 'Billing policy',
    text: 'For new subscriptions; those that exist keep theirs. Taxes follow it at once.',
    own: 'Other decisions than those of the plan and the tenant',
    asTenant: 'as the tenant has it',
    asPlan: 'as the plan or the tenant has it',
    preset: 'Convention',
    custom: 'your own',
    presets: {
      standard: 'Standard: each day that the service ran is billed once',
      lago: 'as Lago bills',
      kill_bill: 'as Kill Bill bills',
      month_30: 'as Kill Bill bills, in months of 30 days',
      per_second: 'by the second',
    },
    fields: fieldsInEnglish,
    cases: 'Six cases under this policy',
    casesText: 'Computed by the code that bills. Prices are EUR 30.00 and EUR 60.00 a month.',
    case: 'Case',
    charged: 'Charged',
    credited: 'Credited',
    because: 'Because',
    nothing: 'nothing',
    contradiction: 'A policy cannot say both: choose another day of change, or of end.',
    caseNames: {
      upgrade: 'From 30.00 to 60.00, on 16 June at noon',
      downgrade: 'From 60.00 to 30.00, on 16 June at noon',
      cancel: 'Canceled at 30.00, on 16 June at noon',
      more: 'One more at 15.00, on 16 June at noon',
      less: 'One less at 15.00, on 16 June at noon',
      month_end: 'Begun on 31 January 2028, from 30.00 to 60.00 on 15 March at noon',
    },
  },
  {
    title: 'Abrechnungsregeln',
    text: 'Für Abos, die ab jetzt beginnen; bestehende behalten ihre. Steuern folgen sofort.',
    own: 'Andere Regeln als die von Tarif und Mandant',
    asTenant: 'wie beim Mandanten',
    asPlan: 'wie im Tarif oder beim Mandanten',
    preset: 'Gepflogenheit',
    custom: 'eigene',
    presets: {
      standard: 'Standard: jeder Tag wird einmal verrechnet',
      lago: 'wie Lago verrechnet',
      kill_bill: 'wie Kill Bill verrechnet',
      month_30: 'wie Kill Bill, in Monaten zu 30 Tagen',
      per_second: 'nach Sekunden',
    },
    fields: fieldsInGerman,
    cases: 'Sechs Fälle unter diesen Regeln',
    casesText: 'Vom verrechnenden Code selbst berechnet. Preise: EUR 30,00 und EUR 60,00 im Monat.',
    case: 'Fall',
    charged: 'Verrechnet',
    credited: 'Gutgeschrieben',
    because: 'Weil',
    nothing: 'nichts',
    contradiction: 'Beides geht nicht: einen anderen Tag der Änderung oder des Endes wählen.',
    caseNames: {
      upgrade: 'Von 30,00 auf 60,00, am 16. Juni zu Mittag',
      downgrade: 'Von 60,00 auf 30,00, am 16. Juni zu Mittag',
      cancel: 'Gekündigt bei 30,00, am 16. Juni zu Mittag',
      more: 'Eines mehr zu 15,00, am 16. Juni zu Mittag',
      less: 'Eines weniger zu 15,00, am 16. Juni zu Mittag',
      month_end: 'Begonnen am 31. Jänner 2028, von 30,00 auf 60,00 am 15. März zu Mittag',
    },
  },
);
