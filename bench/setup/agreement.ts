import { isDeepStrictEqual } from 'node:util';
import type { LoadTenant } from '../load/plan.ts';
import type { Server, ServerName } from './servers.ts';
import { companyWords } from './words.ts';

/** Two servers answer the same question differently, so comparing them says nothing. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

/** The answers of a server to some reads, to be held against those of the others. */
export const responsesOf = async (
  { port }: Server,
  tenants: readonly LoadTenant[],
): Promise<ReadonlyMap<string, unknown>> => {
  const [tenant] = tenants;
  if (tenant === undefined) throw new Error('There is no tenant to ask about.');
  const paths = [
    `/v1/customers/${tenant.customerIds[0] ?? ''}`,
    '/v1/customers?limit=50',
    ...companyWords.slice(0, 5).map((word) => `/v1/customers?limit=50&search=${word}`),
  ];
  const answers = new Map<string, unknown>();
  for (const path of paths) {
    const headers = { Authorization: `Bearer ${tenant.token}` };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    if (!response.ok) throw new Disagreement(`${path}: ${response.status}`);
    answers.set(path, await response.json());
  }
  return answers;
};

/** The innermost place at which two answers differ, and what each has there. */
const firstDifference = (
  one: unknown,
  other: unknown,
  at: string,
): { readonly at: string; readonly values: readonly [unknown, unknown] } => {
  if (isContainer(one) && isContainer(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      if (isDeepStrictEqual(one[key], other[key])) continue;
      return firstDifference(one[key], other[key], `${at} ${key}`);
    }
  }
  return { at, values: [one, other] };
};

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** @throws {Disagreement} naming the first question that is answered differently. */
export const compareResponses = (
  answers: ReadonlyMap<ServerName, ReadonlyMap<string, unknown>>,
): void => {
  const [first, ...others] = answers;
  if (first === undefined) return;
  for (const [name, given] of others) {
    for (const [path, answer] of first[1]) {
      if (isDeepStrictEqual(answer, given.get(path))) continue;
      const { at, values } = firstDifference(answer, given.get(path), path);
      const texts = values.map((each) => (JSON.stringify(each) ?? 'nothing').slice(0, 600));
      throw new Disagreement(`${first[0]} and ${name} differ on ${at}:\n${texts.join('\n')}`);
    }
  }
};
