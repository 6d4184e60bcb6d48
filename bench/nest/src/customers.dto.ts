import { Type } from 'class-transformer';
import {
  IsEmail,
  IsInt,
  IsISO4217CurrencyCode,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export class AddressDto {
  @IsOptional()
  @IsString()
  readonly line1?: string;

  @IsOptional()
  @IsString()
  readonly line2?: string;

  @IsOptional()
  @IsString()
  readonly city?: string;

  @IsOptional()
  @IsString()
  readonly postalCode?: string;

  @IsOptional()
  @IsString()
  readonly state?: string;

  @IsString()
  @MaxLength(2)
  readonly country: string;
}

export class CreateCustomerDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly name: string;

  @IsEmail()
  readonly email: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly externalId?: string;

  @IsOptional()
  @IsISO4217CurrencyCode()
  readonly currency?: string;

  @IsOptional()
  @IsString()
  readonly timeZone?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => AddressDto)
  readonly address?: AddressDto;

  @IsOptional()
  @IsString()
  @MaxLength(50)
  readonly taxId?: string;

  @IsOptional()
  @IsObject()
  readonly metadata?: Record<string, string>;
}

export class ListCustomersDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit: number = 20;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly cursor?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly search?: string;
}
