import { z } from 'zod';
import { parsePassword, passwordLength, typedPasswordMax } from '#domain/identity/password.ts';
import { roles } from '#domain/identity/role.ts';
import { emailLengthMax } from '#domain/shared/text.ts';
import { tenantWire } from '#interfaces/http/tenants/tenants.controller.ts';
import {
  emailWire,
  idWire,
  instantWire,
  textWire,
  validatedText,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

export const roleWire = z.enum(roles).meta({ description: 'The role of a person in one tenant.' });

export const userWire = z
  .strictObject({
    id: idWire('usr'),
    membershipId: idWire('mem'),
    version: versionWire,
    email: emailWire,
    name: z.string(),
    role: roleWire,
    createdAt: instantWire,
    updatedAt: instantWire,
  })
  .meta({ id: 'User', description: 'A member of the tenant.' });

// Whoever has an account gets in, whatever is asked of new addresses.
export const knownEmailWire = textWire(emailLengthMax, { format: 'email' });

export const tokenWire = z.string().max(1000, { abort: true });

/** A password that is to be: rules apply. */
export const newPasswordWire = validatedText(passwordLength.max, parsePassword, {
  format: 'password',
  minLength: passwordLength.min,
});

/** A password that is: whatever its owner has, within bounds. */
export const passwordWire = z
  .string()
  .max(typedPasswordMax, { abort: true })
  .meta({ format: 'password' });

export const tokensShape = {
  accessToken: z.string().meta({ description: 'A JWT: send it as `Authorization: Bearer …`.' }),
  refreshToken: z.string().nullable().meta({
    description: 'Serves once, for new tokens; null where a cookie keeps it.',
  }),
  expiresIn: z.int().meta({ description: 'Seconds that the access token lives.' }),
};

export const signedInWire = z
  .strictObject({ tenant: tenantWire, user: userWire, ...tokensShape })
  .meta({ id: 'SignedIn' });
