import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';

let count = 0;

/** Founds a tenant of which nobody hears anything yet; gives the context of its ADMIN. */
export const createdTenant = async ({ useCases }: Composition): Promise<RequestContext> => {
  count += 1;
  const request = { requestId: 'test' };
  const { tenant, user } = await useCases.authentication.signUp.execute(request, {
    tenantName: 'Acme',
    name: 'Ada',
    email: `ada-${count}@acme.example`,
    password: 'correct horse',
  });
  const member = { tenantId: tenant.id, userId: user.id, role: user.role };
  return contextOfMember(request, member, null);
};

/** Founds a tenant with a webhook endpoint, so that what happens leaves messages in the outbox. */
export const listeningTenant = async (composition: Composition): Promise<RequestContext> => {
  const context = await createdTenant(composition);
  await composition.useCases.webhookEndpoints.create.execute(context, {
    url: 'https://hooks.acme.example/',
    eventTypes: ['*'],
  });
  return context;
};
