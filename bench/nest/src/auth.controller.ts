import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { LoginDto } from './auth.dto.ts';
import { AuthService } from './auth.service.ts';

@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('login')
  @HttpCode(200)
  logIn(@Body() credentials: LoginDto): Promise<object> {
    return this.auth.logIn(credentials);
  }
}
