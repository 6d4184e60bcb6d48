import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { verifyPassword } from '../shared/passwords.ts';
import { newUuid, publicId } from '../shared/public-ids.ts';
import type { AccessTokens } from './access-tokens.ts';

interface Row {
  readonly user_id: string;
  readonly email: string;
  readonly user_name: string;
  readonly password_hash: string;
  readonly password_version: number;
  readonly membership_id: string;
  readonly version: number;
  readonly role: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly tenant_id: string;
  readonly tenant: object;
}

const person = {
  name: 'person',
  text: `select u.id as user_id, u.email, u.name as user_name, u.password_hash, u.password_version,
      m.id as membership_id, m.version, m.role, m.created_at, m.updated_at, t.id as tenant_id,
      json_build_object('version', t.version, 'name', t.name, 'defaultCurrency', t.default_currency,
        'timeZone', t.time_zone, 'createdAt', t.created_at, 'updatedAt', t.updated_at) as tenant
    from users u join memberships m on m.user_id = u.id join tenants t on t.id = m.tenant_id
    where u.email_key = $1`,
};
const session = {
  name: 'session',
  text: `insert into sessions (tenant_id, id, version, user_id, password_version, family_hash,
      secret_hash, rotated_at, expires_at, ends_at, created_at)
    values ($1, $2, 1, $3, $4, $5, $6, now(), now() + interval '30 days',
      now() + interval '90 days', now())`,
};

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Lets a person in; undefined where e-mail address and password do not belong together. */
export const signIn = async (
  pool: pg.Pool,
  tokens: AccessTokens,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<object | undefined> => {
  const { rows } = await pool.query<Row>({ ...person, values: [email.toLowerCase()] });
  const [row] = rows;
  if (row === undefined || !(await verifyPassword(password, row.password_hash))) return undefined;
  const sessionId = newUuid();
  const secret = randomBytes(64).toString('base64url');
  const hashes = [hashOf(secret.slice(0, 43)), hashOf(secret.slice(43))];
  const values = [row.tenant_id, sessionId, row.user_id, row.password_version, ...hashes];
  await pool.query({ ...session, values });
  return response(row, tokens, sessionId, secret);
};

const response = (row: Row, tokens: AccessTokens, sessionId: string, secret: string): object => {
  const tid = publicId('ten', row.tenant_id);
  const sub = publicId('usr', row.user_id);
  const sid = publicId('ses', sessionId);
  const user = {
    id: sub,
    membershipId: publicId('mem', row.membership_id),
    version: row.version,
    email: row.email,
    name: row.user_name,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
  return {
    tenant: { id: tid, ...row.tenant },
    user,
    accessToken: tokens.issue({ sub, tid, sid, role: row.role }),
    refreshToken: `brt_${tid.slice(4)}${sid.slice(4)}_${secret}`,
    expiresIn: tokens.lifeSeconds,
  };
};
