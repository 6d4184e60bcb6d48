import { readFile } from 'node:fs/promises';
import { compose } from '#infrastructure/composition/compose.ts';
import { errorReference } from '#interfaces/http/document/error-reference.ts';
import { openApiDocument } from '#interfaces/http/document/openapi.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { panelOperations, panelTypes, type WireDocument } from './panel-wire.ts';

/** The documents that are made from the code, by their paths in the project. */
export const generatedDocs = async (): Promise<Readonly<Record<string, string>>> => {
  const description = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const { useCases, close } = await compose({ storage: 'memory' });
  const endpoints = allEndpoints(useCases);
  await close();
  const openApi = `${JSON.stringify(openApiDocument(endpoints, version), null, 2)}\n`;
  const wire = JSON.parse(openApi) as WireDocument;
  return {
    'docs/openapi.json': openApi,
    'docs/errors.md': errorReference(endpoints),
    'panel/wire/operations.ts': panelOperations(wire),
    'panel/wire/types.ts': panelTypes(wire),
  };
};
