import { bilingual } from './bilingual.ts';

/** Settings of a tenant beside those that its first invoice needs. */
export const settings = bilingual(
  {
    numberResets: 'Numbers begin at 1',
    resetsNever: 'once',
    resetsYearly: 'each year',
    calendar: 'Calendar',
    noticeDays: 'Days of notice before an invoice',
    noticeHint: 'So early invoice.upcoming tells of it. 0: never.',
    booksClosedOn: 'Books closed through',
    booksClosedHint: 'Nothing takes effect on this day or before. Empty: books are open.',
    isStopped: 'Stop all billing',
    isStoppedHint: 'What falls due meanwhile is billed as soon as this is taken back.',
  },
  {
    numberResets: 'Nummern beginnen mit 1',
    resetsNever: 'einmal',
    resetsYearly: 'jedes Jahr',
    calendar: 'Kalender',
    noticeDays: 'Tage Ankündigung vor einer Rechnung',
    noticeHint: 'So früh meldet invoice.upcoming sie. 0: nie.',
    booksClosedOn: 'Bücher geschlossen bis',
    booksClosedHint: 'An diesem Tag oder davor wird nichts wirksam. Leer: Bücher offen.',
    isStopped: 'Verrechnung anhalten',
    isStoppedHint: 'Was inzwischen fällig wird, wird verrechnet, sobald das zurückgenommen ist.',
  },
);
