import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { canPin } from '../setup/cores.ts';
import { benchDirectory } from '../setup/places.ts';

const variables = ['ROUNDS', 'SECONDS', 'ROUTES', 'SERVERS', 'LISTENING'];

/**
 * Where and how it was measured, a line each.
 * @param othersMost the largest share of the machine that others used, from 0 to 1.
 */
export const circumstances = (postgresVersion: string, othersMost: number): string => {
  const [cpu] = cpus();
  const given = Object.entries(process.env).flatMap(([name, value]) => {
    const isOurs = variables.includes(name) || name.startsWith('PRODUCT_');
    return isOurs && value ? [`${name}=${value}`] : [];
  });
  const cores = `${cpus().length} cores of ${cpu?.model.trim() ?? 'unknown'}`;
  return [
    `- ${new Date().toISOString().slice(0, 10)}`,
    `- ${cores}, ${(totalmem() / 2 ** 30).toFixed(0)} GB${canPin ? '' : ', nothing pinned'}`,
    `- Node ${process.versions.node}, PostgreSQL ${postgresVersion}`,
    `- Others used up to ${(othersMost * 100).toFixed(0)} % of the machine before a server started`,
    `- \`${[...given, 'npm run bench'].join(' ')}\``,
  ].join('\n');
};

/** Writes RESULTS.md. */
export const writeResults = (parts: readonly string[]): void => {
  const text = [
    '# Results',
    'Written by `npm run bench`; README.md says how to read it.',
    ...parts,
  ];
  writeFileSync(`${benchDirectory}RESULTS.md`, `${text.join('\n\n')}\n`);
};
