import type { PlantedTree } from './planted-tree.ts';

/** Everything that is an exception to some rule: no rule may speak up here. */
export const permittedTree: PlantedTree['files'] = {
  'src/main.ts': "import { compose } from '#infrastructure/composition/compose.ts';\n",
  'src/index.ts': "export { facade } from '#interfaces/facade/billing.ts';\n",
  'src/testing.ts': [
    "export * from '#infrastructure/memory/customers/customer-repository.ts';",
    "export * from '#infrastructure/system/clock.ts';",
    "export * from './testing/contracts/clock.contract.ts';",
  ].join('\n'),
  'src/testing/contracts/clock.contract.ts': [
    "import { test } from 'vitest';",
    "import { hash } from '#infrastructure/security/hash.ts';",
  ].join('\n'),
  'src/infrastructure/security/hash.ts': "import { createHash } from 'node:crypto';\n",
  'src/domain/shared/time.ts': "import { Temporal } from 'temporal-polyfill';\n",
  'src/domain/customers/customer.ts': "import { x } from '../shared/time.ts';\n",
  'src/application/customers/ports.ts': "import { x } from '#domain/customers/customer.ts';\n",
  'src/application/audit/ports.ts': "import { x } from '#domain/shared/time.ts';\n",
  'src/infrastructure/composition/config.ts': "import { z } from 'zod';\n",
  'src/infrastructure/composition/compose.ts': [
    "import 'reflect-metadata';",
    "import { container } from 'tsyringe';",
    "import { DataSource } from 'typeorm';",
    "import { config } from '#infrastructure/composition/config.ts';",
    "import { x } from '#application/audit/ports.ts';",
    "import { useCases } from '#application/billing-use-cases.ts';",
    "import { repositories } from '#infrastructure/typeorm/repositories.ts';",
    "import { server } from '#infrastructure/embedded/server.ts';",
  ].join('\n'),
  'src/infrastructure/typeorm/customers/customer-repository.ts': [
    "import type { Pool } from 'pg';",
    "import { job } from '#infrastructure/jobs/job-schema.ts';",
    "import { hash } from '#infrastructure/security/hash.ts';",
    "import { rows } from '../aggregates/versioned-rows.ts';",
  ].join('\n'),
  'src/infrastructure/typeorm/aggregates/versioned-rows.ts':
    "import { x } from '#domain/shared/time.ts';\n",
  'src/infrastructure/typeorm/repositories.ts':
    "import { x } from './customers/customer-repository.ts';\nimport './migrations/first.ts';\n",
  'src/infrastructure/typeorm/migrations/first.ts': 'export const first = true;\n',
  'src/infrastructure/jobs/job-schema.ts': "import { PgBoss } from 'pg-boss';\n",
  'src/application/customers/use-cases.ts': "import { x } from './ports.ts';\n",
  'src/application/billing-use-cases.ts': "import { x } from './customers/use-cases.ts';\n",
  'panel/preview.ts': [
    "import { x } from '#domain/shared/time.ts';",
    "import type { server } from '#interfaces/http/server/server.ts';",
    "import { type server as other } from '#interfaces/http/server/server.ts';",
  ].join('\n'),
  'src/infrastructure/embedded/server.ts': "import { Pool } from 'pg';\n",
  'src/infrastructure/system/clock.ts': "import { hrtime } from 'node:process';\n",
  'src/infrastructure/memory/customers/customer-repository.ts':
    "import { x } from '#application/customers/ports.ts';\n",
  'src/interfaces/facade/billing.ts': [
    "import { compose } from '#infrastructure/composition/compose.ts';",
    "import { useCases } from '#application/billing-use-cases.ts';",
    "import { server } from '#interfaces/http/server/server.ts';",
  ].join('\n'),
  'src/interfaces/http/server/server.ts':
    "import express from 'express';\nimport { z } from 'zod';\n",
};
