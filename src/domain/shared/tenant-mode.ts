import { InvalidValue } from '#domain/shared/errors.ts';

/** Whether a tenant bills customers in real time, or tries things out on its own clock. */
export const tenantModes = ['live', 'test'] as const;
export type TenantMode = (typeof tenantModes)[number];

/** @throws {InvalidValue} `invalid_mode` */
export const parseTenantMode = (text: string): TenantMode => {
  const mode = tenantModes.find((each) => each === text);
  if (mode !== undefined) return mode;
  throw InvalidValue.because('invalid_mode', 'A tenant is live or test.');
};
