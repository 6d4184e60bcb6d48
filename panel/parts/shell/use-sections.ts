import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { operations } from '../../wire/operations.ts';
import type { PanelSection, SectionName } from './sections.ts';
import { panelSections } from './sections.ts';

/** The pages that the person may see. */
export const useSections = (): readonly PanelSection[] => {
  const { permissions } = useMe();
  return panelSections.filter(({ operation }) => {
    const needed = operations[operation].permission;
    return needed === null || (permissions as readonly string[]).includes(needed);
  });
};

/** The names of the pages. */
export const useSectionNames = (): Readonly<Record<SectionName, string>> => {
  const texts = useTexts();
  return {
    home: texts.operations.home,
    customers: texts.customers.title,
    subscriptions: texts.billing.subscriptions,
    invoices: texts.billing.invoices,
    runs: texts.due.title,
    catalog: texts.catalog.title,
    meters: texts.metering.title,
    usage: texts.usage.title,
    usageAlerts: texts.usage.alerts,
    usageEvents: texts.metering.events,
    apiKeys: texts.operations.apiKeys,
    webhooks: texts.operations.webhooks,
    audit: texts.operations.audit,
    tenant: texts.operations.tenant,
    policy: texts.policy.title,
    taxes: texts.taxes.title,
    members: texts.operations.members,
    account: texts.account.myAccount,
  };
};
