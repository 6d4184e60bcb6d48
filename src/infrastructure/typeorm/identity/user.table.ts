import { EntitySchema } from 'typeorm';

export interface UserRow {
  id: string;
  version: number;
  email: string;
  emailKey: string;
  emailVerifiedAt: Date | null;
  name: string;
  passwordHash: string;
  passwordVersion: number;
  createdAt: Date;
  updatedAt: Date;
}

export const userTable = new EntitySchema<UserRow>({
  name: 'User',
  tableName: 'users',
  columns: {
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    email: { type: 'text' },
    emailKey: { type: 'text', name: 'email_key', select: false },
    emailVerifiedAt: {
      type: 'timestamptz',
      precision: 3,
      name: 'email_verified_at',
      nullable: true,
    },
    name: { type: 'text' },
    passwordHash: { type: 'text', name: 'password_hash' },
    passwordVersion: { type: 'integer', name: 'password_version' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
  },
});
