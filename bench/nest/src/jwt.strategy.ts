import { createPublicKey } from 'node:crypto';
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { uuidIn } from '../../shared/public-ids.ts';

interface Claims {
  readonly sub: string;
  readonly tid: string;
  readonly role: string;
}

/** Who asks: what `request.user` holds. */
export interface Caller {
  readonly userId: string;
  /** The tenant's uuid. */
  readonly tenantId: string;
  readonly role: string;
}

const publicKey = createPublicKey({
  key: JSON.parse(process.env['PUBLIC_JWK'] ?? '{}'),
  format: 'jwk',
});

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: publicKey.export({ type: 'spki', format: 'pem' }),
      algorithms: ['ES256'],
      issuer: 'billing-service',
      audience: 'billing-service',
    });
  }

  validate({ sub, tid, role }: Claims): Caller {
    const tenantId = uuidIn('ten', tid);
    if (tenantId === undefined) throw new UnauthorizedException();
    return { userId: sub, tenantId, role };
  }
}
