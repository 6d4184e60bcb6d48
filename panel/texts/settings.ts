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
    color: 'Color of invoices',
    colorHint: 'Such as #0b7285. Empty: black.',
    colorPicker: 'Pick the color of invoices',
    logo: 'Logo of invoices',
    logoHint: (kilobytes: string, side: string, points: string) =>
      `A PNG without interlacing, of at most ${kilobytes} KiB, ${side} points wide or high, and ` +
      `${points} points in all.`,
    logoChosen: 'The chosen logo',
    logoSet: 'A logo is set.',
    logoNone: 'No logo yet.',
    logoRemoved: 'The logo is removed when you save.',
    logoKeep: 'Leave the logo as it is',
    logoRemove: 'Remove logo',
    logoFaults: {
      no_png: 'This file is no PNG.',
      too_many_bytes: 'This file has too many bytes.',
      too_large: 'This picture is too large.',
      interlaced: 'This PNG is interlaced: save it without.',
    },
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
    color: 'Farbe der Rechnungen',
    colorHint: 'Etwa #0b7285. Leer: schwarz.',
    colorPicker: 'Farbe der Rechnungen auswählen',
    logo: 'Logo der Rechnungen',
    logoHint: (kilobytes: string, side: string, points: string) =>
      `Ein PNG ohne Interlacing, mit höchstens ${kilobytes} KiB, ${side} Punkten Breite oder ` +
      `Höhe und insgesamt ${points} Punkten.`,
    logoChosen: 'Das gewählte Logo',
    logoSet: 'Ein Logo ist hinterlegt.',
    logoNone: 'Noch kein Logo.',
    logoRemoved: 'Das Logo wird beim Speichern entfernt.',
    logoKeep: 'Logo lassen, wie es ist',
    logoRemove: 'Logo entfernen',
    logoFaults: {
      no_png: 'Diese Datei ist kein PNG.',
      too_many_bytes: 'Diese Datei hat zu viele Bytes.',
      too_large: 'Dieses Bild ist zu groß.',
      interlaced: 'Dieses PNG hat Interlacing: bitte ohne speichern.',
    },
    isStopped: 'Verrechnung anhalten',
    isStoppedHint: 'Was inzwischen fällig wird, wird verrechnet, sobald das zurückgenommen ist.',
  },
);
