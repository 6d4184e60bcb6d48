import { bilingual, byCode } from './bilingual.ts';

/** Roles in a word, and the areas that permissions are about. */
export const rights = bilingual(
  {
    roles: { ADMIN: 'administrator', FINANCE: 'finance', USER: 'user' },
    areas: byCode({
      tenant: 'Tenant and settings',
      users: 'Members and invitations',
      keys: 'API keys',
      audit: 'Audit log',
      events: 'Feed of events',
      webhooks: 'Webhooks',
      customers: 'Customers',
      catalog: 'Products, plans, meters, tax rates',
      subscriptions: 'Subscriptions',
      invoices: 'Invoices, payments, balances',
      entitlements: 'What customers may use',
      usage: 'Usage',
    }),
  },
  {
    roles: { ADMIN: 'Administrator', FINANCE: 'Finanzen', USER: 'Benutzer' },
    areas: byCode({
      tenant: 'Mandant und Einstellungen',
      users: 'Mitglieder und Einladungen',
      keys: 'API-Schlüssel',
      audit: 'Protokoll',
      events: 'Strom der Ereignisse',
      webhooks: 'Webhooks',
      customers: 'Kunden',
      catalog: 'Produkte, Tarife, Zähler, Steuersätze',
      subscriptions: 'Abos',
      invoices: 'Rechnungen, Zahlungen, Guthaben',
      entitlements: 'Was Kunden nutzen dürfen',
      usage: 'Verbrauch',
    }),
  },
);
