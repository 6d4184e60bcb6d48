import { z } from 'zod';
import type {
  AccountUseCases,
  ApiKeyUseCases,
  AuthenticationUseCases,
  InvitationUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
import type { userEventTypes } from '#domain/identity/event-types.ts';
import { accountEndpoints } from '#interfaces/http/identity/account.controller.ts';
import { apiKeyDocs } from '#interfaces/http/identity/api-key-docs.ts';
import { apiKeyEndpoints } from '#interfaces/http/identity/api-keys.controller.ts';
import { authenticationEndpoints } from '#interfaces/http/identity/authentication.controller.ts';
import { authenticationDocs } from '#interfaces/http/identity/authentication-docs.ts';
import { roleWire } from '#interfaces/http/identity/identity-wire.ts';
import { memberDocs } from '#interfaces/http/identity/member-docs.ts';
import { recoveryEndpoints } from '#interfaces/http/identity/recovery.controller.ts';
import { sessionEndpoints } from '#interfaces/http/identity/sessions.controller.ts';
import { invitationEndpoints, userEndpoints } from '#interfaces/http/identity/users.controller.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { idWire, versionWire } from '#interfaces/http/wire/wire.ts';

/** Authentication, and one's own account. */
export const authenticationHttp: HttpModule<{
  readonly authentication: AuthenticationUseCases;
  readonly account: AccountUseCases;
}> = {
  endpoints: (useCases) => [
    ...authenticationEndpoints(useCases.authentication),
    ...recoveryEndpoints(useCases.authentication),
    ...accountEndpoints(useCases.account),
    ...sessionEndpoints(useCases.account),
  ],
  operations: authenticationDocs,
  events: {},
};

const member = {
  prefix: 'usr',
  snapshot: z
    .strictObject({
      membershipId: idWire('mem'),
      version: versionWire,
      userId: idWire('usr'),
      role: roleWire,
    })
    .meta({ id: 'UserSnapshot', description: 'A member of the tenant as events show them.' }),
} as const;

/** Members and invitations. */
export const memberHttp: HttpModule<
  { readonly users: UserUseCases; readonly invitations: InvitationUseCases },
  (typeof userEventTypes)[number]
> = {
  endpoints: (useCases) => [
    ...userEndpoints(useCases.users),
    ...invitationEndpoints(useCases.invitations),
  ],
  operations: memberDocs,
  events: {
    'user.joined': ['A person became a member', member, 'made'],
    'user.role_changed': ['A member has another role', member, 'changed'],
    'user.details_changed': ['A member has another name or address', member, 'changed'],
    'user.removed': ['A member was removed', member, 'gone'],
  },
};

/** Keys of machines. */
export const apiKeyHttp: HttpModule<{ readonly apiKeys: ApiKeyUseCases }> = {
  endpoints: (useCases) => apiKeyEndpoints(useCases.apiKeys),
  operations: apiKeyDocs,
  events: {},
};
