import { defineConfig } from 'prisma/config';

// `generate` does not run the schema engine, but would download one unless told that it has it.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

/** Where `prisma generate` finds the schema; it connects to nothing. */
export default defineConfig({ schema: 'nest/schema.prisma' });
