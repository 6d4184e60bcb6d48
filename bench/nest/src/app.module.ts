import { Module } from '@nestjs/common';
import { AuthModule } from './auth.module.ts';
import { CustomersModule } from './customers.module.ts';
import { PrismaModule } from './prisma.module.ts';

@Module({ imports: [PrismaModule, AuthModule, CustomersModule] })
export class AppModule {}
