import type { LinkClaims, LinkPurpose, LinkTokens } from '#application/identity/ports.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { CannotOpen } from '#infrastructure/security/sealer.ts';

/** The prefix of the tokens, by which people and scanners of leaked secrets know them. */
const marks: Readonly<Record<LinkPurpose, string>> = {
  'password-reset': 'bpr_',
  'address-proof': 'bap_',
  invitation: 'bim_',
};

/** Tokens of links that are sealed statements of ours: every key that we have opens them. */
export class SealedLinkTokens implements LinkTokens {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  issue<Purpose extends LinkPurpose>(
    purpose: Purpose,
    claims: LinkClaims[Purpose],
    expiresAt: Instant,
  ): string {
    const sealed = this.#sealer.seal(JSON.stringify([expiresAt, claims]), `link/${purpose}`);
    return `${marks[purpose]}${sealed}`;
  }

  open<Purpose extends LinkPurpose>(
    purpose: Purpose,
    token: string,
    now: Instant,
  ): LinkClaims[Purpose] | undefined {
    const mark = marks[purpose];
    const sealed = token.slice(mark.length);
    if (!token.startsWith(mark) || !isPlain(sealed)) return undefined;
    const text = this.#opened(sealed, purpose);
    if (text === undefined) return undefined;
    // We wrote the text that is opened.
    const [expiresAt, claims] = JSON.parse(text) as [Instant, LinkClaims[Purpose]];
    return now < expiresAt ? claims : undefined;
  }

  #opened(sealed: string, purpose: LinkPurpose): string | undefined {
    try {
      return this.#sealer.open(sealed, `link/${purpose}`);
    } catch (error) {
      if (error instanceof CannotOpen) return undefined;
      throw error;
    }
  }
}

// Base64 that is read leniently can be written in several ways: a token is good in one.
const isPlain = (sealed: string): boolean => {
  const [, body = ''] = /^[\da-f]{8}\.([\w-]+)$/.exec(sealed) ?? [];
  return body !== '' && Buffer.from(body, 'base64url').toString('base64url') === body;
};
