import { randomUUID } from 'node:crypto';
import type { SignedIn } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { EmailTaken, SignupClosed } from '#domain/identity/errors.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { demoColleague, demoTenant } from '#interfaces/cli/demo/company.ts';
import { fillShop } from '#interfaces/cli/demo/fill-shop.ts';
import { demoBegins, demoNow, makeHistory } from '#interfaces/cli/demo/history.ts';
import type { DemoShop } from '#interfaces/cli/demo/shop.ts';

type Installation = Pick<DemoShop, 'useCases' | 'operations'>;

/**
 * Fills a test tenant with data to look at, some months of it by its own clock, through the same
 * use cases as everybody. A second run finds it there and changes nothing. Gives the text to print.
 */
export const fillDemo = async (installation: Installation, url: string): Promise<string> => {
  const request = { requestId: `demo-${randomUUID()}` };
  try {
    const mode = { mode: 'test', clockStartsAt: parseInstant(demoBegins) };
    const creation = { ...demoTenant, ...mode };
    const signedUp = await installation.useCases.authentication.signUp.execute(request, creation);
    await fill(installation, contextOf(signedUp, request.requestId));
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
  mode: 'test',
  actor: { kind: 'user', userId: user.id, sessionId: null },
  permissions: permissionsOf.ADMIN,
});

const fill = async (installation: Installation, context: RequestContext): Promise<void> => {
  const { useCases } = installation;
  const invitation = { email: demoColleague.email, role: 'USER' } as const;
  const { token } = await useCases.users.invite.execute(context, invitation);
  const acceptance = { token, name: demoColleague.name, password: demoTenant.password };
  await useCases.authentication.acceptInvitation.execute(context, acceptance);
  await makeHistory(await fillShop(installation, context));
};

const told = (url: string, outcome: string): string => `
${outcome} Sign in as ${demoTenant.email} (ADMIN) or ${demoColleague.email} (USER),
password ${demoTenant.password}. It is a test tenant, and its clock shows ${demoNow.slice(0, 10)}:

  TOKEN=$(curl -s ${url}/v1/auth/login -H 'Content-Type: application/json' \\
    -d '{"email":"${demoTenant.email}","password":"${demoTenant.password}"}' |
    sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
  curl -s ${url}/v1/plans -H "Authorization: Bearer $TOKEN"
  curl -s '${url}/v1/customers?search=fjord' -H "Authorization: Bearer $TOKEN"
  curl -s '${url}/v1/invoices?overdue=true' -H "Authorization: Bearer $TOKEN"
`;
