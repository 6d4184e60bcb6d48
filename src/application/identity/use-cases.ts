import type { AcceptInvitationInput } from '#application/identity/accept-invitation.ts';
import type { ApiKeyTokenInput } from '#application/identity/authenticate-api-key.ts';
import type { ChangePasswordInput } from '#application/identity/change-password.ts';
import type { IssuedApiKey } from '#application/identity/create-api-key.ts';
import type { CreateOwnTenantInput } from '#application/identity/create-own-tenant.ts';
import type { EndSessionInput } from '#application/identity/end-session.ts';
import type { GetApiKeyInput } from '#application/identity/get-api-key.ts';
import type { MeView } from '#application/identity/get-me.ts';
import type { GetUserInput } from '#application/identity/get-user.ts';
import type { InviteUserInput, IssuedInvitation } from '#application/identity/invite-user.ts';
import type {
  IssuedLink,
  IssuePasswordResetInput,
} from '#application/identity/issue-password-reset.ts';
import type { ListUsersInput } from '#application/identity/list-users.ts';
import type {
  InvitationPreview,
  InvitationTokenInput,
} from '#application/identity/preview-invitation.ts';
import type {
  ApiKeyView,
  InvitationView,
  SessionView,
  UserView,
} from '#application/identity/queries.ts';
import type { RefreshTokenInput } from '#application/identity/refresh-session.ts';
import type { RemoveUserInput } from '#application/identity/remove-user.ts';
import type { RenameApiKeyInput } from '#application/identity/rename-api-key.ts';
import type { PasswordResetRequestInput } from '#application/identity/request-password-reset.ts';
import type { ResetPasswordInput } from '#application/identity/reset-password.ts';
import type { RevokeApiKeyInput } from '#application/identity/revoke-api-key.ts';
import type { RotateApiKeyInput } from '#application/identity/rotate-api-key.ts';
import type { SignedIn, Tokens } from '#application/identity/session-starter.ts';
import type { SignInInput } from '#application/identity/sign-in.ts';
import type { SignUpInput } from '#application/identity/sign-up.ts';
import type { SwitchTenantInput } from '#application/identity/switch-tenant.ts';
import type { UpdateAccountInput } from '#application/identity/update-account.ts';
import type { UpdateUserInput } from '#application/identity/update-user.ts';
import type { VerifyEmailInput } from '#application/identity/verify-email.ts';
import type { CallerView } from '#application/identity/who-am-i.ts';
import type { WithdrawInvitationInput } from '#application/identity/withdraw-invitation.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { MailOrder } from '#application/shared/mail.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import type { OpenUseCase, UseCase } from '#application/shared/use-case.ts';
import type { ApiKeyInput } from '#domain/identity/api-key.ts';

/** Signing in and out, open to anyone who has the credentials. */
export interface AuthenticationUseCases {
  readonly signUp: OpenUseCase<SignUpInput, SignedIn>;
  readonly signIn: OpenUseCase<SignInInput, SignedIn>;
  readonly refreshSession: OpenUseCase<RefreshTokenInput, Tokens>;
  readonly signOut: OpenUseCase<RefreshTokenInput, void>;
  readonly previewInvitation: OpenUseCase<InvitationTokenInput, InvitationPreview>;
  readonly acceptInvitation: OpenUseCase<AcceptInvitationInput, SignedIn>;
  readonly requestPasswordReset: OpenUseCase<PasswordResetRequestInput, void>;
  readonly resetPassword: OpenUseCase<ResetPasswordInput, void>;
  readonly verifyEmail: OpenUseCase<VerifyEmailInput, void>;
}

/** Authenticates machines: makes the context of a request by its API key. */
export interface ApiKeyAuthenticationUseCases {
  readonly authenticateApiKey: OpenUseCase<ApiKeyTokenInput, RequestContext>;
}

/** The use cases of accounts for whoever runs the installation, and for its workers. */
export interface AccountOperations {
  readonly issuePasswordReset: OpenUseCase<IssuePasswordResetInput, IssuedLink>;
  readonly sendMail: OpenUseCase<MailOrder, void>;
}

/** The use cases of a tenant's API keys. */
export interface ApiKeyUseCases {
  readonly create: UseCase<ApiKeyInput, IssuedApiKey>;
  readonly get: UseCase<GetApiKeyInput, ApiKeyView>;
  readonly list: UseCase<PageRequest, Page<ApiKeyView>>;
  readonly rename: UseCase<RenameApiKeyInput, ApiKeyView>;
  readonly rotate: UseCase<RotateApiKeyInput, IssuedApiKey>;
  readonly revoke: UseCase<RevokeApiKeyInput, void>;
}

/** The use cases of a person's own account. */
export interface AccountUseCases {
  readonly listSessions: UseCase<void, readonly SessionView[]>;
  readonly endSession: UseCase<EndSessionInput, void>;
  readonly get: UseCase<void, MeView>;
  readonly whoAmI: UseCase<void, CallerView>;
  readonly update: UseCase<UpdateAccountInput, MeView>;
  readonly requestEmailVerification: UseCase<void, void>;
  readonly changePassword: UseCase<ChangePasswordInput, void>;
  readonly switchTenant: UseCase<SwitchTenantInput, SignedIn>;
  readonly createTenant: UseCase<CreateOwnTenantInput, SignedIn>;
}

/** The use cases of a tenant's members. */
export interface UserUseCases {
  readonly get: UseCase<GetUserInput, UserView>;
  readonly list: UseCase<ListUsersInput, Page<UserView>>;
  readonly invite: UseCase<InviteUserInput, IssuedInvitation>;
  readonly update: UseCase<UpdateUserInput, UserView>;
  readonly remove: UseCase<RemoveUserInput, void>;
}

/** The use cases of open invitations. */
export interface InvitationUseCases {
  readonly list: UseCase<PageRequest, Page<InvitationView>>;
  readonly withdraw: UseCase<WithdrawInvitationInput, void>;
}
