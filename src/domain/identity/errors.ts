import type { Role } from '#domain/identity/role.ts';
import { DomainError, refusal } from '#domain/shared/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';

/** Wrong password and unknown e-mail address are one refusal, on purpose. */
export class InvalidCredentials extends refusal(
  'unauthenticated',
  'invalid_credentials',
  'The e-mail address or the password is wrong.',
) {}

/** Unknown, used before, expired, or its session has ended: the holder signs in again. */
export class InvalidRefreshToken extends refusal(
  'unauthenticated',
  'invalid_refresh_token',
  'The refresh token is not valid any more: sign in again.',
) {}

/** Unknown, revoked or expired: whoever made the key can make another. */
export class InvalidApiKey extends refusal(
  'unauthenticated',
  'invalid_api_key',
  'The API key is unknown, revoked or expired.',
) {}

export class InvalidInvitation extends refusal(
  'unauthenticated',
  'invalid_invitation',
  'The invitation is unknown, used, withdrawn or expired: ask for another.',
) {}

/** For whoever runs the installation: nobody else is told who has an account. */
export class AccountNotFound extends refusal(
  'notFound',
  'account_not_found',
  'Nobody has an account with this e-mail address.',
) {}

/** For whoever runs the installation: what somebody has proved is theirs is not taken from them. */
export class AddressIsProved extends refusal(
  'conflict',
  'address_is_proved',
  'Whoever has this account has proved that the address is theirs, so it stays with it.',
) {}

/** Unknown, used, too old, or of an account that has changed since: ask for another. */
export class InvalidLink extends refusal(
  'unauthenticated',
  'invalid_link',
  'The link is unknown, used or too old: ask for another mail.',
) {}

/** The caller's membership ended while their access token still lived. */
export class MembershipEnded extends refusal(
  'unauthenticated',
  'membership_ended',
  'You are not a member of this tenant any more.',
) {}

/** The caller's session ended while their access token still lived. */
export class SessionEnded extends refusal(
  'unauthenticated',
  'session_ended',
  'Your session has ended: sign in again.',
) {}

export class SignupClosed extends refusal(
  'forbidden',
  'signup_closed',
  'This installation does not take new tenants: ask an admin for an invitation.',
) {}

export class NoMembership extends refusal(
  'forbidden',
  'no_membership',
  'You are not a member of that tenant.',
) {}

export interface TenantChoice {
  readonly id: TenantId;
  readonly name: string;
  readonly role: Role;
}

/** The person has several tenants and did not say which. */
export class TenantRequired extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'tenant_required';
  readonly kind = TenantRequired.kind;
  readonly code = TenantRequired.code;

  constructor(tenants: readonly TenantChoice[]) {
    super('You are a member of several tenants: sign in again with the tenantId of one.', {
      tenants,
    });
  }
}

export class EmailTaken extends refusal(
  'conflict',
  'email_taken',
  'There is an account with this e-mail address: sign in instead.',
) {}

export class AlreadyMember extends refusal(
  'conflict',
  'already_member',
  'This person is a member of the tenant already.',
) {}

export class UserNotFound extends refusal('notFound', 'user_not_found', 'There is no such user.') {}

export class InvitationNotFound extends refusal(
  'notFound',
  'invitation_not_found',
  'There is no such invitation.',
) {}

/** A tenant without an admin could never be managed again. */
export class LastAdmin extends refusal(
  'conflict',
  'last_admin',
  'The last ADMIN cannot be removed or demoted: make somebody else ADMIN first.',
) {}

/** Whoever makes a key can give it only what they may do themselves, and for no longer. */
export class KeyExceedsCaller extends DomainError {
  static readonly kind = 'forbidden';
  static readonly code = 'key_exceeds_caller';
  readonly kind = KeyExceedsCaller.kind;
  readonly code = KeyExceedsCaller.code;

  constructor(permissions: readonly Permission[]) {
    super('A key cannot do what you may not do yourself, nor for longer.', { permissions });
  }
}

/** Whoever gives a right, changes it or takes it away must hold it. */
export class RightsExceeded extends DomainError {
  static readonly kind = 'forbidden';
  static readonly code = 'rights_exceeded';
  readonly kind = RightsExceeded.kind;
  readonly code = RightsExceeded.code;

  constructor(permissions: readonly Permission[]) {
    super('You cannot give, change or take away rights that you do not have yourself.', {
      permissions,
    });
  }
}

export class ApiKeyNotFound extends refusal(
  'notFound',
  'api_key_not_found',
  'There is no such API key.',
) {}

export class SessionNotFound extends refusal(
  'notFound',
  'session_not_found',
  'You have no such session here.',
) {}

/** Too many wrong passwords, for one account or from one address. */
export class TooManyAttempts extends DomainError {
  static readonly kind = 'rateLimited';
  static readonly code = 'too_many_attempts';
  readonly kind = TooManyAttempts.kind;
  readonly code = TooManyAttempts.code;
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('Too many attempts failed: wait before you try again.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
