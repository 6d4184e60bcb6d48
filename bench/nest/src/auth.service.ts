import { createHash, randomBytes } from 'node:crypto';
import { Injectable, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { verify } from '@node-rs/argon2';
import { newUuid, publicId } from '../../shared/public-ids.ts';
import type { LoginDto } from './auth.dto.ts';
import { PrismaService } from './prisma.service.ts';

const expiresIn = 600;
const dayMilliseconds = 86_400_000;
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

@Injectable()
export class AuthService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jwt: JwtService,
  ) {}

  async logIn({ email, password }: LoginDto): Promise<object> {
    const user = await this.prisma.user.findUnique({
      where: { emailKey: email.toLowerCase() },
      include: { memberships: { include: { tenant: true } } },
    });
    const [membership] = user?.memberships ?? [];
    if (user === null || membership === undefined) throw new UnauthorizedException();
    if (!(await verify(user.passwordHash, password))) throw new UnauthorizedException();

    const { tenantId, tenant, role } = membership;
    const { sessionId, refreshToken } = await this.beginSession(tenantId, user);
    const tid = publicId('ten', tenantId);
    const sub = publicId('usr', user.id);
    const payload = { sub, tid, sid: publicId('ses', sessionId), role };
    const { id, version, createdAt, updatedAt } = membership;
    const { name } = user;
    const place = { version, role, createdAt, updatedAt };
    return {
      tenant: { ...tenant, id: tid },
      user: { id: sub, membershipId: publicId('mem', id), email: user.email, name, ...place },
      accessToken: await this.jwt.signAsync(payload),
      refreshToken,
      expiresIn,
    };
  }

  private async beginSession(
    tenantId: string,
    user: { readonly id: string; readonly passwordVersion: number },
  ): Promise<{ sessionId: string; refreshToken: string }> {
    const [sessionId, secret, now] = [newUuid(), randomBytes(64).toString('base64url'), Date.now()];
    await this.prisma.session.create({
      data: {
        tenantId,
        id: sessionId,
        version: 1,
        userId: user.id,
        passwordVersion: user.passwordVersion,
        familyHash: hashOf(secret.slice(0, 43)),
        secretHash: hashOf(secret.slice(43)),
        createdAt: new Date(now),
        rotatedAt: new Date(now),
        expiresAt: new Date(now + 30 * dayMilliseconds),
        endsAt: new Date(now + 90 * dayMilliseconds),
      },
    });
    return { sessionId, refreshToken: `brt_${secret}` };
  }
}
