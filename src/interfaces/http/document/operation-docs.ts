import type { OperationDoc, OperationDocs } from '#interfaces/http/module.ts';
import * as modules from '#interfaces/http/modules.ts';

/** The document's text about every operation. */
export const operationDocs: OperationDocs = Object.assign(
  {},
  ...Object.values(modules).map(({ operations }) => operations),
) as OperationDocs;

/** @throws {Error} for an operation that nobody described. */
export const operationDoc = (operationId: string): OperationDoc => {
  const found = operationDocs[operationId];
  if (found !== undefined) return found;
  throw new Error(`Describe ${operationId} where its module is listed for HTTP.`);
};
