// The names of people, their sessions and API keys that the package exports.

export type { ChangePasswordInput } from '#application/identity/account/change-password.ts';
export type { MeView, OwnTenant } from '#application/identity/account/get-me.ts';
export type { PasswordResetRequestInput } from '#application/identity/account/request-password-reset.ts';
export type { ResetPasswordInput } from '#application/identity/account/reset-password.ts';
export type { UpdateAccountInput } from '#application/identity/account/update-account.ts';
export type { VerifyEmailInput } from '#application/identity/account/verify-email.ts';
export type { CallerView } from '#application/identity/account/who-am-i.ts';
export type { IssuedApiKey } from '#application/identity/api-keys/create-api-key.ts';
export type { RenameApiKeyInput } from '#application/identity/api-keys/rename-api-key.ts';
export type { RevokeApiKeyInput } from '#application/identity/api-keys/revoke-api-key.ts';
export type { RotateApiKeyInput } from '#application/identity/api-keys/rotate-api-key.ts';
export type { AcceptInvitationInput } from '#application/identity/people/accept-invitation.ts';
export type {
  InviteUserInput,
  IssuedInvitation,
} from '#application/identity/people/invite-user.ts';
export type { ListUsersInput } from '#application/identity/people/list-users.ts';
export type {
  InvitationPreview,
  InvitationTokenInput,
} from '#application/identity/people/preview-invitation.ts';
export type { RemoveUserInput } from '#application/identity/people/remove-user.ts';
export type { UpdateUserInput } from '#application/identity/people/update-user.ts';
export type { WithdrawInvitationInput } from '#application/identity/people/withdraw-invitation.ts';
export type {
  ApiKeyView,
  InvitationView,
  SessionView,
  UserFilter,
  UserView,
} from '#application/identity/queries.ts';
export type { EndSessionInput } from '#application/identity/sessions/end-session.ts';
export type { RefreshTokenInput } from '#application/identity/sessions/refresh-session.ts';
export type { SignedIn, Tokens } from '#application/identity/sessions/session-starter.ts';
export type { SignInInput } from '#application/identity/sessions/sign-in.ts';
export type { SwitchTenantInput } from '#application/identity/sessions/switch-tenant.ts';
export type { CreateOwnTenantInput } from '#application/identity/sign-up/create-own-tenant.ts';
export type { SignUpInput } from '#application/identity/sign-up/sign-up.ts';
export type {
  AccountUseCases,
  ApiKeyUseCases,
  AuthenticationUseCases,
  GetApiKeyInput,
  GetUserInput,
  InvitationUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
export type { ApiKeyFacts, ApiKeyInput } from '#domain/identity/api-key.ts';
export * from '#domain/identity/errors.ts';
export type { GrantorId } from '#domain/identity/rights.ts';
export type { Role } from '#domain/identity/role.ts';
export type { SessionClient } from '#domain/identity/session.ts';
