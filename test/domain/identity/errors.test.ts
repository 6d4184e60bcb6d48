import { expect, it } from 'vitest';
import {
  AlreadyMember,
  EmailTaken,
  InvalidCredentials,
  InvalidInvitation,
  InvalidRefreshToken,
  InvitationNotFound,
  LastAdmin,
  MembershipEnded,
  NoMembership,
  SignupClosed,
  TenantRequired,
  UserNotFound,
} from '#domain/identity/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';

it.each([
  [InvalidCredentials, 'unauthenticated', 'invalid_credentials'],
  [InvalidRefreshToken, 'unauthenticated', 'invalid_refresh_token'],
  [InvalidInvitation, 'unauthenticated', 'invalid_invitation'],
  [MembershipEnded, 'unauthenticated', 'membership_ended'],
  [SignupClosed, 'forbidden', 'signup_closed'],
  [NoMembership, 'forbidden', 'no_membership'],
  [EmailTaken, 'conflict', 'email_taken'],
  [AlreadyMember, 'conflict', 'already_member'],
  [UserNotFound, 'notFound', 'user_not_found'],
  [InvitationNotFound, 'notFound', 'invitation_not_found'],
  [LastAdmin, 'conflict', 'last_admin'],
] as const)('%o is a refusal of its kind, under its public code', (Refusal, kind, code) => {
  const refusal = new Refusal();

  expect(refusal).toMatchObject({ kind, code, name: Refusal.name, details: {} });
  expect([Refusal.kind, Refusal.code]).toEqual([kind, code]);
});

it('who is a member of several tenants is told which', () => {
  const id = idFromUuid('ten', '01900000-0000-7000-8000-0000000000f1');
  const tenants = [{ id, name: 'Acme', role: 'USER' }] as const;

  const refusal = new TenantRequired(tenants);

  expect(refusal).toMatchObject({
    kind: 'conflict',
    code: 'tenant_required',
    details: { tenants },
  });
});
