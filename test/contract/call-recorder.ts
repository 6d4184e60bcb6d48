import { buildContext, buildTenant } from '../../src/testing/builders.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';

type Adapters = Readonly<Record<string, object>>;

/** The parts of a harness that are no ports, or whose calls are seen otherwise. */
const apart = new Set(['clock', 'eventsOf', 'close', 'unitOfWork', 'reads', 'signingKeys']);

const portsOf = (storage: StorageHarness): Adapters =>
  Object.fromEntries(Object.entries(storage).filter(([name]) => !apart.has(name)));

/** Notes which methods of a storage's ports somebody called. */
export class CallRecorder {
  readonly #called = new Set<string>();

  /** The same storage, whose calls are noted. */
  recorded(storage: StorageHarness): StorageHarness {
    const { unitOfWork, reads } = storage;
    return {
      ...storage,
      ...this.#each('ports', portsOf(storage)),
      unitOfWork: {
        run: (context, work) =>
          unitOfWork.run(context, (repositories, run) =>
            work(this.#each('repositories', repositories), run),
          ),
      },
      reads: {
        read: (context, work) =>
          reads.read(context, (queries) => work(this.#each('queries', queries))),
      },
    };
  }

  /** Those of the methods that nobody called. */
  uncalled(methods: readonly string[]): readonly string[] {
    return methods.filter((method) => !this.#called.has(method)).toSorted();
  }

  #each<All extends object>(kind: string, adapters: All): All {
    const entries = Object.entries(adapters as Adapters);
    return Object.fromEntries(
      entries.map(([name, adapter]) => [name, this.#one(`${kind}.${name}`, adapter)]),
    ) as unknown as All;
  }

  #one(name: string, adapter: object): object {
    return new Proxy(adapter, {
      get: (target, property) => {
        const found: unknown = Reflect.get(target, property, target);
        if (typeof found !== 'function') return found;
        this.#called.add(`${name}.${String(property)}`);
        return found.bind(target) as unknown;
      },
    });
  }
}

/** Every method of every port, as the adapters in memory have them: those have no others. */
export const portMethods = async (): Promise<readonly string[]> => {
  const storage = await openMemoryStorage();
  const tenant = buildTenant();
  const context = buildContext(tenant.facts.id);
  const repositories = await storage.unitOfWork.run(context, async (all) => {
    await all.tenants.save(tenant);
    return namesIn('repositories', all);
  });
  const queries = await storage.reads.read(context, async (all) => namesIn('queries', all));
  return [...repositories, ...queries, ...namesIn('ports', portsOf(storage))];
};

const namesIn = (kind: string, adapters: object): readonly string[] =>
  Object.entries(adapters as Adapters).flatMap(([name, adapter]) =>
    methodsOf(adapter).map((method) => `${kind}.${name}.${method}`),
  );

// An adapter is an instance of a class, or a plain object of functions.
const methodsOf = (adapter: object): readonly string[] => {
  const prototype = Object.getPrototypeOf(adapter) as object;
  const holder = prototype === Object.prototype ? adapter : prototype;
  return Object.getOwnPropertyNames(holder).filter((name) => name !== 'constructor');
};
