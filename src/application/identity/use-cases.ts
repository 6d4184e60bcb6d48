import { ChangePassword } from '#application/identity/account/change-password.ts';
import type { MeView } from '#application/identity/account/get-me.ts';
import { GetMe } from '#application/identity/account/get-me.ts';
import { IssuePasswordReset } from '#application/identity/account/issue-password-reset.ts';
import { RequestEmailVerification } from '#application/identity/account/request-email-verification.ts';
import { RequestPasswordReset } from '#application/identity/account/request-password-reset.ts';
import { ResetPassword } from '#application/identity/account/reset-password.ts';
import { UpdateAccount } from '#application/identity/account/update-account.ts';
import { VerifyEmail } from '#application/identity/account/verify-email.ts';
import type { CallerView } from '#application/identity/account/who-am-i.ts';
import { WhoAmI } from '#application/identity/account/who-am-i.ts';
import { AuthenticateApiKey } from '#application/identity/api-keys/authenticate-api-key.ts';
import { CreateApiKey } from '#application/identity/api-keys/create-api-key.ts';
import { RenameApiKey } from '#application/identity/api-keys/rename-api-key.ts';
import { RevokeApiKey } from '#application/identity/api-keys/revoke-api-key.ts';
import { RotateApiKey } from '#application/identity/api-keys/rotate-api-key.ts';
import { LinkWriter } from '#application/identity/mail/link-writer.ts';
import { SendMail } from '#application/identity/mail/send-mail.ts';
import { AcceptInvitation } from '#application/identity/people/accept-invitation.ts';
import { FollowPeople, personSubscribers } from '#application/identity/people/follow-people.ts';
import { InviteUser } from '#application/identity/people/invite-user.ts';
import { ListInvitations } from '#application/identity/people/list-invitations.ts';
import { ListUsers } from '#application/identity/people/list-users.ts';
import { PreviewInvitation } from '#application/identity/people/preview-invitation.ts';
import { RemoveUser } from '#application/identity/people/remove-user.ts';
import { UpdateUser } from '#application/identity/people/update-user.ts';
import { WithdrawInvitation } from '#application/identity/people/withdraw-invitation.ts';
import type {
  AccessTokens,
  Directory,
  IdentityReads,
  IdentityRepositories,
  LinkTokens,
  MailThrottle,
  PasswordHasher,
  Secrets,
  SignInThrottle,
} from '#application/identity/ports.ts';
import type { SessionView } from '#application/identity/queries.ts';
import { EndSession } from '#application/identity/sessions/end-session.ts';
import { ListSessions } from '#application/identity/sessions/list-sessions.ts';
import { RefreshSession } from '#application/identity/sessions/refresh-session.ts';
import { SessionStarter } from '#application/identity/sessions/session-starter.ts';
import { SignIn } from '#application/identity/sessions/sign-in.ts';
import { SignOut } from '#application/identity/sessions/sign-out.ts';
import { SwitchTenant } from '#application/identity/sessions/switch-tenant.ts';
import { CreateOwnTenant } from '#application/identity/sign-up/create-own-tenant.ts';
import { SignUp } from '#application/identity/sign-up/sign-up.ts';
import { TenantCreator } from '#application/identity/sign-up/tenant-creator.ts';
import type { Mailer, MailOutbox } from '#application/shared/mail.ts';
import type { NextTurn } from '#application/shared/next-turn.ts';
import { guarded, unguarded } from '#application/shared/pipeline.ts';
import type { Clock, IdGenerator, Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import { ApiKeyNotFound, UserNotFound } from '#domain/identity/errors.ts';
import type { ApiKeyId, UserId } from '#domain/shared/ids.ts';

export interface GetUserInput {
  readonly userId: UserId;
}

export interface GetApiKeyInput {
  readonly apiKeyId: ApiKeyId;
}

/** The dependencies of the use cases of identity. */
export interface IdentityPorts extends Ports<IdentityRepositories, IdentityReads & TenantReads> {
  readonly directory: Directory;
  readonly passwords: PasswordHasher;
  readonly secrets: Secrets;
  readonly accessTokens: AccessTokens;
  readonly signInThrottle: SignInThrottle;
  readonly linkTokens: LinkTokens;
  readonly mails: MailOutbox;
  readonly mailThrottle: MailThrottle;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Where people use the service: links begin with it. */
  readonly publicUrl: string;
  /** Whether strangers may found tenants here. */
  readonly signupOpen: boolean;
}

/** Signing in and out, open to anyone who has the credentials. */
export const authenticationUseCases = (ports: IdentityPorts) => {
  const sessionStarter = new SessionStarter(ports);
  const tenantCreator = new TenantCreator({ ...ports, sessionStarter });
  const needs = { ...ports, sessionStarter, tenantCreator };
  return {
    signUp: unguarded(new SignUp(needs)),
    signIn: unguarded(new SignIn(needs)),
    refreshSession: unguarded(new RefreshSession(needs)),
    signOut: unguarded(new SignOut(needs)),
    previewInvitation: unguarded(new PreviewInvitation(needs)),
    acceptInvitation: unguarded(new AcceptInvitation(needs)),
    requestPasswordReset: unguarded(new RequestPasswordReset(needs)),
    resetPassword: unguarded(new ResetPassword(needs)),
    verifyEmail: unguarded(new VerifyEmail(needs)),
  };
};

export type AuthenticationUseCases = ReturnType<typeof authenticationUseCases>;

/** The use cases of a person's own account. */
export const accountUseCases = (ports: IdentityPorts) => {
  const sessionStarter = new SessionStarter(ports);
  const tenantCreator = new TenantCreator({ ...ports, sessionStarter });
  const needs = { ...ports, sessionStarter, tenantCreator };
  return {
    get: guarded<void, MeView>(new GetMe(needs)),
    whoAmI: guarded<void, CallerView>(new WhoAmI(needs)),
    update: guarded(new UpdateAccount(needs)),
    requestEmailVerification: guarded<void, void>(new RequestEmailVerification(needs)),
    changePassword: guarded(new ChangePassword(needs)),
    switchTenant: guarded(new SwitchTenant(needs)),
    createTenant: guarded(new CreateOwnTenant(needs)),
    listSessions: guarded<void, readonly SessionView[]>(new ListSessions(needs)),
    endSession: guarded(new EndSession(needs)),
  };
};

export type AccountUseCases = ReturnType<typeof accountUseCases>;

/** The use cases of a tenant's members. */
export const userUseCases = (ports: IdentityPorts) => ({
  get: guarded(
    showOne(ports.reads, {
      permission: 'users:read',
      find: ({ users }, { userId }: GetUserInput) => users.find(userId),
      notFound: UserNotFound,
    }),
  ),
  list: guarded(new ListUsers(ports)),
  invite: guarded(new InviteUser(ports)),
  update: guarded(new UpdateUser(ports)),
  remove: guarded(new RemoveUser(ports)),
});

export type UserUseCases = ReturnType<typeof userUseCases>;

/** The use cases of open invitations. */
export const invitationUseCases = (ports: IdentityPorts) => ({
  list: guarded(new ListInvitations(ports)),
  withdraw: guarded(new WithdrawInvitation(ports)),
});

export type InvitationUseCases = ReturnType<typeof invitationUseCases>;

/** The use cases of API keys. Expired keys are listed until they are revoked. */
export const apiKeyUseCases = (ports: IdentityPorts) => ({
  create: guarded(new CreateApiKey(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'keys:read',
      find: ({ apiKeys }, { apiKeyId }: GetApiKeyInput) => apiKeys.find(apiKeyId),
      notFound: ApiKeyNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'keys:read',
      prefix: 'key',
      list: ({ apiKeys }, { createdAt }, slice) => apiKeys.list(slice, createdAt),
    }),
  ),
  rename: guarded(new RenameApiKey(ports)),
  rotate: guarded(new RotateApiKey(ports)),
  revoke: guarded(new RevokeApiKey(ports)),
});

export type ApiKeyUseCases = ReturnType<typeof apiKeyUseCases>;

/** Authenticates machines: makes the context of a request by its API key. */
export const apiKeyAuthenticationUseCases = (
  ports: IdentityPorts & { readonly nextTurn: NextTurn },
) => ({
  authenticateApiKey: unguarded(new AuthenticateApiKey(ports)),
});

export type ApiKeyAuthenticationUseCases = ReturnType<typeof apiKeyAuthenticationUseCases>;

/** The use cases of accounts for whoever runs the installation, and for its workers. */
export const accountOperations = (ports: IdentityPorts & { readonly mailer: Mailer }) => {
  const needs = { ...ports, links: new LinkWriter(ports) };
  return {
    issuePasswordReset: unguarded(new IssuePasswordReset(needs)),
    sendMail: unguarded(new SendMail(needs)),
  };
};

export type AccountOperations = ReturnType<typeof accountOperations>;

/** The subscribers of identity. */
export const identitySubscribers = (ports: IdentityPorts) =>
  personSubscribers(new FollowPeople(ports));
