import type { RequestContext } from '../../src/application/shared/context.ts';
import { idFromUuid } from '../../src/domain/shared/ids.ts';
import { permissions } from '../../src/domain/shared/permissions.ts';
import { compose } from '../../src/infrastructure/composition/compose.ts';

// A process of its own, on the product's sources: `verify` computes every invoice of the given
// tenants again and follows their audit chains; `find` measures looking for due tenants.

const [task = '', databaseUrl = '', ...tenants] = process.argv.slice(2);
const times = 300;

const composition = await compose({ storage: { databaseUrl, poolMax: 4 }, migrates: false });

const verify = async (): Promise<object> => {
  const { invoices, audit } = composition.useCases;
  let [checked, lines] = [0, 0];
  const faults: string[] = [];
  for (const uuid of tenants) {
    const context: RequestContext = {
      requestId: 'bench',
      tenantId: idFromUuid('ten', uuid),
      mode: 'live',
      actor: { kind: 'system', name: 'bench' },
      permissions: new Set(permissions),
    };
    const verified = await invoices.verify.execute(context, {});
    checked += verified.invoices;
    lines += verified.lines;
    faults.push(...verified.faults.map(({ detail }) => detail));
    const chain = await audit.verify.execute(context, {});
    if (!chain.isIntact) faults.push(`The chain of ${context.tenantId} is broken.`);
  }
  return { invoices: checked, lines, faults: faults.slice(0, 10) };
};

const find = async (): Promise<object> => {
  const { dueAccounts, clock } = composition.operations.billing;
  const milliseconds: number[] = [];
  let found = 0;
  for (let time = 0; time < times; time += 1) {
    const beganAt = performance.now();
    found = (await dueAccounts.tenants(clock.now(), 100)).length;
    milliseconds.push(performance.now() - beganAt);
  }
  // The first ones pay for connecting and planning.
  return { found, milliseconds: milliseconds.slice(times / 10) };
};

try {
  process.stdout.write(JSON.stringify(await (task === 'find' ? find() : verify())));
} finally {
  await composition.close();
}
