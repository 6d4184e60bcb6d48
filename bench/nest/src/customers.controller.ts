import { Body, Controller, Get, Param, Post, Query, Request, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { CreateCustomerDto, ListCustomersDto } from './customers.dto.ts';
import { CustomersService } from './customers.service.ts';
import type { Caller } from './jwt.strategy.ts';

interface Authenticated {
  readonly user: Caller;
}

@Controller('customers')
@UseGuards(AuthGuard('jwt'))
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  @Get()
  list(@Request() { user }: Authenticated, @Query() query: ListCustomersDto): Promise<object> {
    return this.customers.list(user.tenantId, query);
  }

  @Get(':id')
  get(@Request() { user }: Authenticated, @Param('id') id: string): Promise<object> {
    return this.customers.get(user.tenantId, id);
  }

  @Post()
  create(@Request() { user }: Authenticated, @Body() body: CreateCustomerDto): Promise<object> {
    return this.customers.create(user.tenantId, body);
  }
}
