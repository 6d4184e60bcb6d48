import { generateKeyPairSync } from 'node:crypto';
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AuthController } from './auth.controller.ts';
import { AuthService } from './auth.service.ts';
import { JwtStrategy } from './jwt.strategy.ts';

// The product keeps its private key to itself, so logins sign with another.
const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

@Module({
  imports: [
    PassportModule,
    JwtModule.register({
      privateKey,
      signOptions: {
        algorithm: 'ES256',
        expiresIn: 600,
        issuer: 'billing-service',
        audience: 'billing-service',
      },
    }),
  ],
  controllers: [AuthController],
  providers: [AuthService, JwtStrategy],
})
export class AuthModule {}
