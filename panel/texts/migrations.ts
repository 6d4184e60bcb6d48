import { bilingual, counted } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the screens of moves: the start of the panel does not wait for them.

const migrations = bilingual(
  {
    title: 'Move subscriptions',
    text: 'Moves subscriptions of this plan to one of its versions, each by a change of its own.',
    section: 'Moves of subscriptions',
    none: 'No subscriptions were moved from version to version so far.',
    move: 'Move subscriptions',
    toVersion: 'To',
    fromVersion: 'From',
    allOthers: 'all other versions',
    effective: 'Takes effect',
    effectives: { now: 'now', period_end: 'at the end of the current period', on: 'on a day' },
    effectiveOn: 'Day',
    preview: 'What would happen',
    previewText: 'Each subscription by itself. Nothing is changed yet.',
    noneToMove: 'There are no subscriptions to move.',
    moving: 'Move',
    leave: (name: string) => `Move ${name}`,
    showAllFirst: 'Show all of them first, to leave some as they are.',
    tooMany: 'They are too many to leave some as they are: narrow them down by version.',
    showMore: (shown: number, total: number) => `${shown} of ${total}: show more`,
    moved: counted('en', 'moves', 'move'),
    unchanged: counted('en', 'has the version by then', 'have the version by then'),
    refused: counted('en', 'cannot be moved', 'cannot be moved'),
    left: counted('en', 'stays as it is', 'stay as they are'),
    now: 'Invoiced at once',
    next: 'Next invoice',
    at: 'Takes effect',
    why: 'Why not',
    lacks: (codes: string) => `The version has no price with the code ${codes}.`,
    lacksHint:
      'A version needs a price for each code that a subscription pays for. ' +
      'Publish one that has them, or change these subscriptions one by one.',
    start: (count: number) =>
      count === 0
        ? 'Move subscriptions'
        : `Move ${counted('en', 'subscription', 'subscriptions')(count)}`,
    started: 'The move has begun.',
    progress: 'Progress',
    done: (done: number, total: number) => `${done} of ${total}`,
    report: 'Report',
    reported: (moved: number, unchanged: number, refused: number) =>
      `${moved} moved, ${unchanged} unchanged, ${refused} refused.`,
    between: 'Versions',
    completedAt: 'Completed',
    goesOn: 'It goes on by itself: you may leave this page.',
    outcome: 'Outcome',
    subscriptions: 'Subscriptions of this move',
    name: (version: number) => `Move to version ${version}`,
    versions: (from: string, to: string) => `${from} → ${to}`,
    settledAt: 'Decided',
  },
  {
    title: 'Abos umstellen',
    text: 'Stellt Abos dieses Tarifs auf eine Version um, jedes durch eine eigene Änderung.',
    section: 'Umstellungen von Abos',
    none: 'Bisher wurden keine Abos von Version zu Version umgestellt.',
    move: 'Abos umstellen',
    toVersion: 'Auf',
    fromVersion: 'Von',
    allOthers: 'allen anderen Versionen',
    effective: 'Gilt',
    effectives: {
      now: 'sofort',
      period_end: 'am Ende des laufenden Zeitraums',
      on: 'ab einem Tag',
    },
    effectiveOn: 'Tag',
    preview: 'Was geschehen würde',
    previewText: 'Jedes Abo für sich. Noch wird nichts geändert.',
    noneToMove: 'Es gibt keine Abos umzustellen.',
    moving: 'Umstellen',
    leave: (name: string) => `${name} umstellen`,
    showAllFirst: 'Zuerst alle zeigen, um einige zu lassen, wie sie sind.',
    tooMany: 'Zu viele, um einige auszunehmen: nach Version einschränken.',
    showMore: (shown: number, total: number) => `${shown} von ${total}: mehr zeigen`,
    moved: counted('de', 'wird umgestellt', 'werden umgestellt'),
    unchanged: counted('de', 'hat die Version bis dahin', 'haben die Version bis dahin'),
    refused: counted('de', 'kann nicht umgestellt werden', 'können nicht umgestellt werden'),
    left: counted('de', 'bleibt, wie es ist', 'bleiben, wie sie sind'),
    now: 'Sofort verrechnet',
    next: 'Nächste Rechnung',
    at: 'Gilt ab',
    why: 'Warum nicht',
    lacks: (codes: string) => `Die Version hat keinen Preis mit dem Code ${codes}.`,
    lacksHint:
      'Eine Version braucht einen Preis für jeden Code, den ein Abo zahlt. ' +
      'Veröffentlichen Sie eine, die sie hat, oder ändern Sie diese Abos einzeln.',
    start: (count: number) =>
      count === 0 ? 'Abos umstellen' : `${counted('de', 'Abo', 'Abos')(count)} umstellen`,
    started: 'Die Umstellung hat begonnen.',
    progress: 'Fortschritt',
    done: (done: number, total: number) => `${done} von ${total}`,
    report: 'Bericht',
    reported: (moved: number, unchanged: number, refused: number) =>
      `${moved} umgestellt, ${unchanged} unverändert, ${refused} abgelehnt.`,
    between: 'Versionen',
    completedAt: 'Abgeschlossen',
    goesOn: 'Sie läuft von selbst weiter: diese Seite kann verlassen werden.',
    outcome: 'Ergebnis',
    subscriptions: 'Abos dieser Umstellung',
    name: (version: number) => `Umstellung auf Version ${version}`,
    versions: (from: string, to: string) => `${from} → ${to}`,
    settledAt: 'Entschieden',
  },
);

export const useMigrationTexts = (): (typeof migrations)['en'] => migrations[useLanguage()];
