import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { standardTerms } from '../../shared/billing-terms.ts';
import { newUuid, publicId, uuidIn } from '../../shared/public-ids.ts';
import { type Customer, Prisma } from '../generated/client.ts';
import type { CreateCustomerDto, ListCustomersDto } from './customers.dto.ts';
import { PrismaService } from './prisma.service.ts';

@Injectable()
export class CustomersService {
  constructor(private readonly prisma: PrismaService) {}

  async get(tenantId: string, customerId: string): Promise<object> {
    const id = uuidIn('cus', customerId);
    if (id === undefined) throw new NotFoundException();
    const where = { tenantId_id: { tenantId, id } };
    const customer = await this.prisma.customer.findUnique({ where });
    if (customer === null) throw new NotFoundException();
    return shown(customer);
  }

  async list(tenantId: string, { limit, cursor, search }: ListCustomersDto): Promise<object> {
    const after = cursor && uuidIn('cus', Buffer.from(cursor, 'base64url').toString());
    const contains = { contains: search ?? '', mode: 'insensitive' } as const;
    const customers = await this.prisma.customer.findMany({
      where: {
        tenantId,
        ...(after && { id: { lt: after } }),
        ...(search && { OR: [{ name: contains }, { email: contains }] }),
      },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    const data = customers.slice(0, limit).map(shown);
    const hasMore = customers.length > limit;
    const last = data.at(-1)?.id ?? '';
    const nextCursor = hasMore ? Buffer.from(last).toString('base64url') : null;
    // The load asks for first pages alone: nothing lies before them.
    return { data, page: { hasMore, nextCursor, prevCursor: null } };
  }

  async create(tenantId: string, { address, metadata, ...rest }: CreateCustomerDto) {
    const now = new Date();
    try {
      const customer = await this.prisma.customer.create({
        data: {
          emailKey: rest.email.toLowerCase(),
          ...rest,
          tenantId,
          id: newUuid(),
          version: 1,
          metadata: metadata ?? {},
          createdAt: now,
          updatedAt: now,
          ...(address && { address: { ...address } }),
        },
      });
      return shown(customer);
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
        throw new ConflictException();
      }
      throw error;
    }
  }
}

const shown = ({ tenantId: _tenantId, emailKey: _emailKey, ...customer }: Customer) => ({
  ...customer,
  billing: { ...standardTerms, ...(customer.billing as object) },
  id: publicId('cus', customer.id),
});
