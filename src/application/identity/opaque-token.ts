import type { Id, IdPrefix, TenantId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';

/**
 * A token whose holder needs no other credential. It names its tenant and its record, so it is
 * looked up inside the tenant like everything else; only the secret proves anything.
 */
export interface OpaqueToken<Prefix extends IdPrefix> {
  readonly tenantId: TenantId;
  readonly recordId: Id<Prefix>;
  readonly secret: string;
}

/** The prefix of the tokens, by which people and scanners of leaked secrets know them. */
const marks = { ses: 'brt', ivt: 'bit', key: 'bk' } as const;
type Kind = keyof typeof marks;

// Of 43 characters each: a refresh token has one for its family and one for its turn.
const secretLengths = { ses: 86, ivt: 43, key: 43 } as const;

const patternOf = (kind: Kind): RegExp =>
  new RegExp(`^${marks[kind]}_(.{26})(.{26})_([\\w-]{${secretLengths[kind]}})$`);

const patterns = { ses: patternOf('ses'), ivt: patternOf('ivt'), key: patternOf('key') } as const;

/** `brt_<tenant><session>_<secret>` for refresh tokens, `bit_…` of invitations, `bk_…` of keys. */
export const formatOpaqueToken = <Prefix extends Kind>(
  kind: Prefix,
  token: OpaqueToken<Prefix>,
): string => {
  const names = `${token.tenantId.slice(-26)}${token.recordId.slice(-26)}`;
  return `${marks[kind]}_${names}_${token.secret}`;
};

/** Undefined for anything that such a token cannot be. */
export const parseOpaqueToken = <Prefix extends Kind>(
  kind: Prefix,
  text: string,
): OpaqueToken<Prefix> | undefined => {
  const [, tenant, record, secret] = patterns[kind].exec(text) ?? [];
  if (tenant === undefined || record === undefined || secret === undefined) return undefined;
  try {
    const tenantId = parseId('ten', `ten_${tenant}`);
    return { tenantId, recordId: parseId(kind, `${kind}_${record}`), secret };
  } catch {
    return undefined;
  }
};

/** The two secrets of a refresh token. */
export const refreshSecretsOf = ({ secret }: OpaqueToken<'ses'>) => ({
  family: secret.slice(0, 43),
  turn: secret.slice(43),
});
