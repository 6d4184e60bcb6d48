import type { DependencyContainer } from 'tsyringe';
import { AcceptInvitation } from '#application/identity/accept-invitation.ts';
import { ChangePassword } from '#application/identity/change-password.ts';
import { CreateApiKey } from '#application/identity/create-api-key.ts';
import { EndSession } from '#application/identity/end-session.ts';
import { EnterByApiKey } from '#application/identity/enter-by-api-key.ts';
import { GetApiKey } from '#application/identity/get-api-key.ts';
import { GetMe } from '#application/identity/get-me.ts';
import { GetUser } from '#application/identity/get-user.ts';
import { InviteUser } from '#application/identity/invite-user.ts';
import { ListApiKeys } from '#application/identity/list-api-keys.ts';
import { ListInvitations } from '#application/identity/list-invitations.ts';
import { ListSessions } from '#application/identity/list-sessions.ts';
import { ListUsers } from '#application/identity/list-users.ts';
import { RefreshSession } from '#application/identity/refresh-session.ts';
import { RemoveUser } from '#application/identity/remove-user.ts';
import { RevokeApiKey } from '#application/identity/revoke-api-key.ts';
import { RotateApiKey } from '#application/identity/rotate-api-key.ts';
import { SessionStarter } from '#application/identity/session-starter.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { SignOut } from '#application/identity/sign-out.ts';
import { SignUp } from '#application/identity/sign-up.ts';
import { SwitchTenant } from '#application/identity/switch-tenant.ts';
import { UpdateUser } from '#application/identity/update-user.ts';
import type {
  AccountUseCases,
  ApiKeyUseCases,
  EntranceUseCases,
  InvitationUseCases,
  KeyEntranceUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
import { WithdrawInvitation } from '#application/identity/withdraw-invitation.ts';
import { guarded } from '#application/shared/pipeline.ts';
import * as token from '#infrastructure/composition/tokens.ts';
import { single } from '#infrastructure/composition/tokens.ts';

export const registerIdentity = (container: DependencyContainer): void => {
  registerEntrance(container);
  registerApiKeys(container);
  const needs = () => needsOf(container);
  single(container, GetMe, () => new GetMe(needs()));
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

const registerApiKeys = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, EnterByApiKey, () => new EnterByApiKey(needs()));
  single(container, CreateApiKey, () => new CreateApiKey(needs()));
  single(container, GetApiKey, () => new GetApiKey(needs()));
  single(container, ListApiKeys, () => new ListApiKeys(needs()));
  single(container, RotateApiKey, () => new RotateApiKey(needs()));
  single(container, RevokeApiKey, () => new RevokeApiKey(needs()));
};

const registerEntrance = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, SignUp, () => new SignUp(needs()));
  single(container, SignIn, () => new SignIn(needs()));
  single(container, RefreshSession, () => new RefreshSession(needs()));
  single(container, SignOut, () => new SignOut(needs()));
  single(container, AcceptInvitation, () => new AcceptInvitation(needs()));
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

// What the use cases of identity are made of; each takes the few that its own type names.
const needsOf = (container: DependencyContainer) => ({
  unitOfWork: container.resolve(token.unitOfWork),
  reads: container.resolve(token.reads),
  directory: container.resolve(token.directory),
  passwords: container.resolve(token.passwords),
  secrets: container.resolve(token.secrets),
  loginThrottle: container.resolve(token.loginThrottle),
  clock: container.resolve(token.clock),
  ids: container.resolve(token.ids),
  signupOpen: container.resolve(token.signupOpen),
  sessionStarter: container.resolve(SessionStarter),
});

export const entranceUseCases = (container: DependencyContainer): EntranceUseCases => ({
  signUp: container.resolve(SignUp),
  signIn: container.resolve(SignIn),
  refreshSession: container.resolve(RefreshSession),
  signOut: container.resolve(SignOut),
  acceptInvitation: container.resolve(AcceptInvitation),
});

export const accountUseCases = (container: DependencyContainer): AccountUseCases => ({
  get: guarded(container.resolve(GetMe)),
  changePassword: guarded(container.resolve(ChangePassword)),
  switchTenant: guarded(container.resolve(SwitchTenant)),
  listSessions: guarded(container.resolve(ListSessions)),
  endSession: guarded(container.resolve(EndSession)),
});

export const keyEntranceUseCases = (container: DependencyContainer): KeyEntranceUseCases => ({
  enterByApiKey: container.resolve(EnterByApiKey),
});

export const apiKeyUseCases = (container: DependencyContainer): ApiKeyUseCases => ({
  create: guarded(container.resolve(CreateApiKey)),
  get: guarded(container.resolve(GetApiKey)),
  list: guarded(container.resolve(ListApiKeys)),
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
