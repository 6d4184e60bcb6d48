import { randomUUID } from 'node:crypto';
import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { SignedIn } from '#application/identity/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { EmailTaken, SignupClosed } from '#domain/identity/errors.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import {
  demoColleague,
  demoCustomers,
  demoPlans,
  demoProducts,
  demoTenant,
} from '#interfaces/cli/demo-data.ts';

/**
 * Fills a tenant with data to look at, through the same use cases as everybody. A second run finds
 * it there and changes nothing. Gives the text to print.
 */
export const fillDemo = async (useCases: BillingUseCases, url: string): Promise<string> => {
  const request = { requestId: `demo-${randomUUID()}` };
  try {
    const signedUp = await useCases.authentication.signUp.execute(request, demoTenant);
    await fill(useCases, contextOf(signedUp, request.requestId));
    return told(url, 'The demo tenant is ready.');
  } catch (error) {
    if (error instanceof EmailTaken) return told(url, 'The demo tenant is there already.');
    if (!(error instanceof SignupClosed)) throw error;
    return '\nNo demo tenant was made: it signs up like everybody, and SIGNUP is closed.\n';
  }
};

const contextOf = ({ tenant, user }: SignedIn, requestId: string): RequestContext => ({
  requestId,
  tenantId: tenant.id,
  actor: { kind: 'user', userId: user.id, sessionId: null },
  permissions: permissionsOf.ADMIN,
});

const fill = async (useCases: BillingUseCases, context: RequestContext): Promise<void> => {
  const invitation = { email: demoColleague.email, role: 'USER' } as const;
  const { token } = await useCases.users.invite.execute(context, invitation);
  const acceptance = { token, name: demoColleague.name, password: demoTenant.password };
  await useCases.authentication.acceptInvitation.execute(context, acceptance);

  for (const product of demoProducts) {
    const { id: productId } = await useCases.products.create.execute(context, product);
    for (const { plan, isArchived } of demoPlans.filter((each) => each.product === product.code)) {
      const made = await useCases.plans.create.execute(context, { ...plan, productId });
      if (isArchived !== true) continue;
      await useCases.plans.archive.execute(context, { planId: made.id, version: made.version });
    }
  }
  for (const customer of demoCustomers) await useCases.customers.create.execute(context, customer);
};

const told = (url: string, outcome: string): string => `
${outcome} Sign in as ${demoTenant.email} (ADMIN) or ${demoColleague.email} (USER),
password ${demoTenant.password}:

  TOKEN=$(curl -s ${url}/v1/auth/login -H 'Content-Type: application/json' \\
    -d '{"email":"${demoTenant.email}","password":"${demoTenant.password}"}' |
    sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
  curl -s ${url}/v1/plans -H "Authorization: Bearer $TOKEN"
  curl -s '${url}/v1/customers?search=fjord' -H "Authorization: Bearer $TOKEN"
`;
