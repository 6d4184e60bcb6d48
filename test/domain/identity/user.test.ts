import { describe, expect, it } from 'vitest';
import { User } from '#domain/identity/user.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { ada, monday, newPasswordHash, passwordHash, tuesday, userId } from './people.ts';

describe('a person', () => {
  it('is registered under an e-mail address, and says so without the password', () => {
    const person = { email: ' Ada@Example.com', name: ' Ada ', passwordHash };

    const user = User.register(userId, person, monday);

    expect(user.facts).toEqual({
      id: userId,
      version: 0,
      email: 'Ada@Example.com',
      emailVerifiedAt: null,
      name: 'Ada',
      passwordHash,
      passwordVersion: 1,
      createdAt: monday,
      updatedAt: monday,
    });
    expect(user.events).toEqual([
      {
        type: 'user.registered',
        subjectId: userId,
        occurredAt: monday,
        before: null,
        after: { id: userId, email: 'Ada@Example.com', name: 'Ada' },
      },
    ]);
  });

  it('is refused with every fault at once', () => {
    const registering = () =>
      User.register(userId, { email: 'ada', name: '', passwordHash }, monday);

    expect(registering).toThrow(InvalidValue);
    expect(registering).toThrow(
      expect.objectContaining({
        faults: [
          expect.objectContaining({ pointer: '/email', code: 'invalid_email' }),
          expect.objectContaining({ pointer: '/name', code: 'too_short' }),
        ],
      }),
    );
  });

  it('changes the password, which counts one up, and tells nobody what it is', () => {
    const user = ada();

    const changed = user.changePassword(newPasswordHash, tuesday);

    expect(changed.facts).toEqual({
      ...user.facts,
      passwordHash: newPasswordHash,
      passwordVersion: 2,
      updatedAt: tuesday,
    });
    expect(changed.events).toEqual([
      {
        type: 'user.password_changed',
        subjectId: userId,
        occurredAt: tuesday,
        before: { passwordVersion: 1 },
        after: { passwordVersion: 2 },
      },
    ]);
  });

  it('is renamed, and the same where nothing changes', () => {
    const user = ada();

    const renamed = user.rename(' Countess ', tuesday);

    expect(renamed.facts).toEqual({ ...user.facts, name: 'Countess', updatedAt: tuesday });
    expect(renamed.events).toMatchObject([
      { type: 'user.renamed', before: { name: 'Ada' }, after: { name: 'Countess' } },
    ]);
    expect(user.rename('Ada', tuesday)).toBe(user);
    expect(() => user.rename('', tuesday)).toThrow(InvalidValue);
  });

  it('proves its address once, and another one with the change to it', () => {
    const user = ada();
    const email = parseEmailAddress('countess@example.com');

    const verified = user.verifyEmail(monday);
    const moved = verified.changeEmail(email, tuesday);

    expect(verified.facts.emailVerifiedAt).toBe(monday);
    expect(verified.verifyEmail(tuesday)).toBe(verified);
    expect(moved.facts).toMatchObject({ email, emailVerifiedAt: tuesday });
    expect(moved.events).toMatchObject([
      { type: 'user.email_verified', after: { isEmailVerified: true } },
      { type: 'user.email_changed', before: { email: 'Ada@Example.com' }, after: { email } },
    ]);
  });

  it('gives its address up for one that no mail reaches', () => {
    const released = ada().releaseEmail(tuesday);

    expect(released.facts).toMatchObject({
      email: `${userId}@released.invalid`,
      emailVerifiedAt: null,
    });
    expect(released.events).toMatchObject([{ type: 'user.email_released' }]);
  });

  it('remembers all that happened until it is stored', () => {
    const person = { email: 'ada@example.com', name: 'Ada', passwordHash };

    const { events } = User.register(userId, person, monday).changePassword(
      newPasswordHash,
      tuesday,
    );

    const types = events.map(({ type }) => type);
    expect(types).toEqual(['user.registered', 'user.password_changed']);
    expect(JSON.stringify(events)).not.toContain('argon2');
  });
});
