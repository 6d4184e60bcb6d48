import type { DependencyContainer } from 'tsyringe';
import { AcceptInvitation } from '#application/identity/accept-invitation.ts';
import { AuthenticateApiKey } from '#application/identity/authenticate-api-key.ts';
import { ChangePassword } from '#application/identity/change-password.ts';
import { CreateApiKey } from '#application/identity/create-api-key.ts';
import { CreateOwnTenant } from '#application/identity/create-own-tenant.ts';
import { EndSession } from '#application/identity/end-session.ts';
import { FollowPeople, personSubscribers } from '#application/identity/follow-people.ts';
import { GetApiKey } from '#application/identity/get-api-key.ts';
import { GetMe } from '#application/identity/get-me.ts';
import { GetUser } from '#application/identity/get-user.ts';
import { InviteUser } from '#application/identity/invite-user.ts';
import { IssuePasswordReset } from '#application/identity/issue-password-reset.ts';
import { LinkWriter } from '#application/identity/link-writer.ts';
import { ListApiKeys } from '#application/identity/list-api-keys.ts';
import { ListInvitations } from '#application/identity/list-invitations.ts';
import { ListSessions } from '#application/identity/list-sessions.ts';
import { ListUsers } from '#application/identity/list-users.ts';
import { PreviewInvitation } from '#application/identity/preview-invitation.ts';
import { RefreshSession } from '#application/identity/refresh-session.ts';
import { RemoveUser } from '#application/identity/remove-user.ts';
import { RenameApiKey } from '#application/identity/rename-api-key.ts';
import { RequestEmailVerification } from '#application/identity/request-email-verification.ts';
import { RequestPasswordReset } from '#application/identity/request-password-reset.ts';
import { ResetPassword } from '#application/identity/reset-password.ts';
import { RevokeApiKey } from '#application/identity/revoke-api-key.ts';
import { RotateApiKey } from '#application/identity/rotate-api-key.ts';
import { SendMail } from '#application/identity/send-mail.ts';
import { SessionStarter } from '#application/identity/session-starter.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { SignOut } from '#application/identity/sign-out.ts';
import { SignUp } from '#application/identity/sign-up.ts';
import { SwitchTenant } from '#application/identity/switch-tenant.ts';
import { TenantCreator } from '#application/identity/tenant-creator.ts';
import { UpdateAccount } from '#application/identity/update-account.ts';
import { UpdateUser } from '#application/identity/update-user.ts';
import type {
  AccountOperations,
  AccountUseCases,
  ApiKeyAuthenticationUseCases,
  ApiKeyUseCases,
  AuthenticationUseCases,
  InvitationUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
import { VerifyEmail } from '#application/identity/verify-email.ts';
import { WhoAmI } from '#application/identity/who-am-i.ts';
import { WithdrawInvitation } from '#application/identity/withdraw-invitation.ts';
import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import { guarded } from '#application/shared/pipeline.ts';
import * as token from '#infrastructure/composition/tokens.ts';
import { single } from '#infrastructure/composition/tokens.ts';

export const registerIdentity = (container: DependencyContainer): void => {
  registerAuthentication(container);
  registerApiKeys(container);
  const needs = () => needsOf(container);
  registerAccount(container);
  single(container, ChangePassword, () => new ChangePassword(needs()));
  single(container, SwitchTenant, () => new SwitchTenant(needs()));
  single(container, ListSessions, () => new ListSessions(needs()));
  single(container, EndSession, () => new EndSession(needs()));
  single(container, GetUser, () => new GetUser(needs()));
  single(container, ListUsers, () => new ListUsers(needs()));
  single(container, InviteUser, () => new InviteUser(needs()));
  single(container, UpdateUser, () => new UpdateUser(needs()));
  single(container, RemoveUser, () => new RemoveUser(needs()));
  single(container, ListInvitations, () => new ListInvitations(needs()));
  single(container, WithdrawInvitation, () => new WithdrawInvitation(needs()));
};

const registerAccount = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, GetMe, () => new GetMe(needs()));
  single(container, WhoAmI, () => new WhoAmI(needs()));
  single(container, UpdateAccount, () => new UpdateAccount(needs()));
  single(container, RequestEmailVerification, () => new RequestEmailVerification(needs()));
  single(container, CreateOwnTenant, () => new CreateOwnTenant(needs()));
  single(container, FollowPeople, () => new FollowPeople(needs()));
  single(container, IssuePasswordReset, () => new IssuePasswordReset(needs()));
  single(container, SendMail, (c) => new SendMail({ ...needs(), mailer: c.resolve(token.mailer) }));
};

const registerApiKeys = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, AuthenticateApiKey, () => new AuthenticateApiKey(needs()));
  single(container, CreateApiKey, () => new CreateApiKey(needs()));
  single(container, GetApiKey, () => new GetApiKey(needs()));
  single(container, ListApiKeys, () => new ListApiKeys(needs()));
  single(container, RenameApiKey, () => new RenameApiKey(needs()));
  single(container, RotateApiKey, () => new RotateApiKey(needs()));
  single(container, RevokeApiKey, () => new RevokeApiKey(needs()));
};

const registerAuthentication = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, SignUp, () => new SignUp(needs()));
  single(container, SignIn, () => new SignIn(needs()));
  single(container, RefreshSession, () => new RefreshSession(needs()));
  single(container, SignOut, () => new SignOut(needs()));
  single(container, PreviewInvitation, () => new PreviewInvitation(needs()));
  single(container, AcceptInvitation, () => new AcceptInvitation(needs()));
  single(container, RequestPasswordReset, () => new RequestPasswordReset(needs()));
  single(container, ResetPassword, () => new ResetPassword(needs()));
  single(container, VerifyEmail, () => new VerifyEmail(needs()));
  single(
    container,
    SessionStarter,
    (c) =>
      new SessionStarter({
        secrets: c.resolve(token.secrets),
        accessTokens: c.resolve(token.accessTokens),
      }),
  );
};

const tenantCreatorOf = (container: DependencyContainer): TenantCreator =>
  new TenantCreator({
    unitOfWork: container.resolve(token.unitOfWork),
    sessionStarter: container.resolve(SessionStarter),
    clock: container.resolve(token.clock),
    ids: container.resolve(token.ids),
  });

const linkWriterOf = (container: DependencyContainer): LinkWriter =>
  new LinkWriter({
    linkTokens: container.resolve(token.linkTokens),
    clock: container.resolve(token.clock),
    publicUrl: container.resolve(token.publicUrl),
  });

// The dependencies of the use cases of identity; each takes those that its own type names.
const needsOf = (container: DependencyContainer) => ({
  unitOfWork: container.resolve(token.unitOfWork),
  reads: container.resolve(token.reads),
  directory: container.resolve(token.directory),
  passwords: container.resolve(token.passwords),
  secrets: container.resolve(token.secrets),
  signInThrottle: container.resolve(token.signInThrottle),
  clock: container.resolve(token.clock),
  ids: container.resolve(token.ids),
  signupOpen: container.resolve(token.signupOpen),
  sessionStarter: container.resolve(SessionStarter),
  tenantCreator: tenantCreatorOf(container),
  links: linkWriterOf(container),
  linkTokens: container.resolve(token.linkTokens),
  mails: container.resolve(token.mails),
  mailThrottle: container.resolve(token.mailThrottle),
});

export const authenticationUseCases = (container: DependencyContainer): AuthenticationUseCases => ({
  signUp: container.resolve(SignUp),
  signIn: container.resolve(SignIn),
  refreshSession: container.resolve(RefreshSession),
  signOut: container.resolve(SignOut),
  previewInvitation: container.resolve(PreviewInvitation),
  acceptInvitation: container.resolve(AcceptInvitation),
  requestPasswordReset: container.resolve(RequestPasswordReset),
  resetPassword: container.resolve(ResetPassword),
  verifyEmail: container.resolve(VerifyEmail),
});

export const accountUseCases = (container: DependencyContainer): AccountUseCases => ({
  get: guarded(container.resolve(GetMe)),
  whoAmI: guarded(container.resolve(WhoAmI)),
  update: guarded(container.resolve(UpdateAccount)),
  requestEmailVerification: guarded(container.resolve(RequestEmailVerification)),
  changePassword: guarded(container.resolve(ChangePassword)),
  switchTenant: guarded(container.resolve(SwitchTenant)),
  createTenant: guarded(container.resolve(CreateOwnTenant)),
  listSessions: guarded(container.resolve(ListSessions)),
  endSession: guarded(container.resolve(EndSession)),
});

export const accountOperations = (container: DependencyContainer): AccountOperations => ({
  issuePasswordReset: container.resolve(IssuePasswordReset),
  sendMail: container.resolve(SendMail),
});

/** The subscribers of identity. */
export const identitySubscribers = (container: DependencyContainer): readonly EventSubscriber[] =>
  personSubscribers(container.resolve(FollowPeople));

export const apiKeyAuthenticationUseCases = (
  container: DependencyContainer,
): ApiKeyAuthenticationUseCases => ({
  authenticateApiKey: container.resolve(AuthenticateApiKey),
});

export const apiKeyUseCases = (container: DependencyContainer): ApiKeyUseCases => ({
  create: guarded(container.resolve(CreateApiKey)),
  get: guarded(container.resolve(GetApiKey)),
  list: guarded(container.resolve(ListApiKeys)),
  rename: guarded(container.resolve(RenameApiKey)),
  rotate: guarded(container.resolve(RotateApiKey)),
  revoke: guarded(container.resolve(RevokeApiKey)),
});

export const userUseCases = (container: DependencyContainer): UserUseCases => ({
  get: guarded(container.resolve(GetUser)),
  list: guarded(container.resolve(ListUsers)),
  invite: guarded(container.resolve(InviteUser)),
  update: guarded(container.resolve(UpdateUser)),
  remove: guarded(container.resolve(RemoveUser)),
});

export const invitationUseCases = (container: DependencyContainer): InvitationUseCases => ({
  list: guarded(container.resolve(ListInvitations)),
  withdraw: guarded(container.resolve(WithdrawInvitation)),
});
