// The names of people, their sessions and API keys that the package exports.

export type { AcceptInvitationInput } from '#application/identity/accept-invitation.ts';
export type { ChangePasswordInput } from '#application/identity/change-password.ts';
export type { IssuedApiKey } from '#application/identity/create-api-key.ts';
export type { CreateOwnTenantInput } from '#application/identity/create-own-tenant.ts';
export type { EndSessionInput } from '#application/identity/end-session.ts';
export type { MeView, OwnTenant } from '#application/identity/get-me.ts';
export type { InviteUserInput, IssuedInvitation } from '#application/identity/invite-user.ts';
export type { ListUsersInput } from '#application/identity/list-users.ts';
export type {
  InvitationPreview,
  InvitationTokenInput,
} from '#application/identity/preview-invitation.ts';
export type {
  ApiKeyView,
  InvitationView,
  SessionView,
  UserFilter,
  UserView,
} from '#application/identity/queries.ts';
export type { RefreshTokenInput } from '#application/identity/refresh-session.ts';
export type { RemoveUserInput } from '#application/identity/remove-user.ts';
export type { RenameApiKeyInput } from '#application/identity/rename-api-key.ts';
export type { PasswordResetRequestInput } from '#application/identity/request-password-reset.ts';
export type { ResetPasswordInput } from '#application/identity/reset-password.ts';
export type { RevokeApiKeyInput } from '#application/identity/revoke-api-key.ts';
export type { RotateApiKeyInput } from '#application/identity/rotate-api-key.ts';
export type { SignedIn, Tokens } from '#application/identity/session-starter.ts';
export type { SignInInput } from '#application/identity/sign-in.ts';
export type { SignUpInput } from '#application/identity/sign-up.ts';
export type { SwitchTenantInput } from '#application/identity/switch-tenant.ts';
export type { UpdateAccountInput } from '#application/identity/update-account.ts';
export type { UpdateUserInput } from '#application/identity/update-user.ts';
export type {
  AccountUseCases,
  ApiKeyUseCases,
  AuthenticationUseCases,
  GetApiKeyInput,
  GetUserInput,
  InvitationUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
export type { VerifyEmailInput } from '#application/identity/verify-email.ts';
export type { CallerView } from '#application/identity/who-am-i.ts';
export type { WithdrawInvitationInput } from '#application/identity/withdraw-invitation.ts';
export type { ApiKeyFacts, ApiKeyInput } from '#domain/identity/api-key.ts';
export * from '#domain/identity/errors.ts';
export type { GrantorId } from '#domain/identity/rights.ts';
export type { Role } from '#domain/identity/role.ts';
export type { SessionClient } from '#domain/identity/session.ts';
