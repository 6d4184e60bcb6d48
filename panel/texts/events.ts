import type { Language } from './bilingual.ts';
import { bilingual, byCode } from './bilingual.ts';

/** The events that audit entries name, as a thing and what became of it. */
const words = bilingual(
  {
    things: byCode({
      api_key: 'API key',
      customer: 'Customer',
      invitation: 'Invitation',
      invoice: 'Invoice',
      meter: 'Meter',
      plan: 'Plan',
      product: 'Product',
      session: 'Session',
      subscription: 'Subscription',
      tax_rate: 'Tax rate',
      tenant: 'Tenant',
      test_clock: 'Test clock',
      user: 'Member',
      webhook_endpoint: 'Webhook',
    }),
    facts: byCode({
      marked_uncollectible: 'uncollectible',
      migration_completed: 'move of subscriptions completed',
      migration_started: 'move of subscriptions begun',
      partially_paid: 'partly paid',
      updated: 'changed',
      upcoming: 'announced',
      reuse_detected: 'used twice, and ended',
      tested: 'test event',
    }),
  },
  {
    things: byCode({
      api_key: 'API-Schlüssel',
      customer: 'Kunde',
      invitation: 'Einladung',
      invoice: 'Rechnung',
      meter: 'Zähler',
      plan: 'Tarif',
      product: 'Produkt',
      session: 'Sitzung',
      subscription: 'Abo',
      tax_rate: 'Steuersatz',
      tenant: 'Mandant',
      test_clock: 'Testuhr',
      user: 'Mitglied',
      webhook_endpoint: 'Webhook',
    }),
    facts: byCode({
      accepted: 'angenommen',
      activated: 'aktiviert',
      advance_started: 'Vorstellen begonnen',
      advanced: 'vorgestellt',
      archived: 'archiviert',
      balance_adjusted: 'Guthaben angepasst',
      canceled: 'gekündigt',
      change_taken_back: 'Änderung zurückgenommen',
      changed: 'geändert',
      created: 'angelegt',
      deleted: 'gelöscht',
      details_changed: 'Angaben geändert',
      disabled: 'abgeschaltet',
      email_changed: 'E-Mail-Adresse geändert',
      email_released: 'E-Mail-Adresse freigegeben',
      email_verified: 'E-Mail-Adresse bestätigt',
      ended: 'beendet',
      finalized: 'ausgestellt',
      issued: 'ausgestellt',
      joined: 'beigetreten',
      marked_uncollectible: 'uneinbringlich',
      migration_completed: 'Umstellung abgeschlossen',
      migration_started: 'Umstellung begonnen',
      overdue: 'überfällig',
      paid: 'bezahlt',
      partially_paid: 'teils bezahlt',
      password_changed: 'Passwort geändert',
      paused: 'pausiert',
      registered: 'registriert',
      removed: 'entfernt',
      renamed: 'umbenannt',
      restored: 'wiederhergestellt',
      resumed: 'fortgesetzt',
      reuse_detected: 'zweimal benutzt und beendet',
      revoked: 'gesperrt',
      role_changed: 'Rolle geändert',
      rotated: 'erneuert',
      secret_rotated: 'Geheimnis erneuert',
      started: 'begonnen',
      tested: 'Testereignis',
      trial_ended: 'Probezeit beendet',
      trial_extended: 'Probezeit verlängert',
      uncanceled: 'Kündigung zurückgenommen',
      upcoming: 'angekündigt',
      updated: 'geändert',
      version_created: 'Version angelegt',
      version_deleted: 'Version gelöscht',
      version_published: 'Version veröffentlicht',
      version_updated: 'Version geändert',
      voided: 'storniert',
      withdrawn: 'zurückgezogen',
    }),
  },
);

/** `Invoice: partly paid` of `invoice.partially_paid`; an event we do not know, word by word. */
const eventText =
  (language: Language) =>
  (type: string): string => {
    const { things, facts } = words[language];
    const [thing = '', fact = ''] = type.split('.');
    return `${things[thing] ?? spaced(thing)}: ${facts[fact] ?? spaced(fact)}`;
  };

const spaced = (code: string): string => code.replaceAll('_', ' ');

/** Who did what, in words. */
export const events = bilingual(
  {
    textOf: eventText('en'),
    recorded: (at: string) => `recorded ${at}`,
    apiKey: 'API key',
    service: 'Billing Service',
    programs: byCode({
      'plan migration': 'Move of subscriptions',
      'test clock': 'Test clock',
      'token holder': 'Holder of a link',
      operator: 'Operator, by command line',
      worker: 'Billing Service',
    }),
  },
  {
    textOf: eventText('de'),
    recorded: (at: string) => `aufgezeichnet ${at}`,
    apiKey: 'API-Schlüssel',
    service: 'Billing Service',
    programs: byCode({
      'plan migration': 'Umstellung von Abos',
      'test clock': 'Testuhr',
      'token holder': 'Wer den Link hat',
      operator: 'Betrieb, per Kommandozeile',
      worker: 'Billing Service',
    }),
  },
);
