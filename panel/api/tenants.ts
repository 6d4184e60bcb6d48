import { call } from './session.ts';

/**
 * Goes to another tenant of the person. Its session has a cookie of its own, so tabs of several
 * tenants do not disturb each other; the page is loaded anew, with nothing of this tenant in it.
 */
export const goToTenant = async (tenantId: string): Promise<void> => {
  await call('switchTenant', { body: { tenantId } });
  location.assign(`/panel/t/${tenantId}/`);
};
