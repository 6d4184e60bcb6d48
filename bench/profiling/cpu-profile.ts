/** A profile as V8 writes it: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/ */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** The time of a function, as shares of the time that was not idle. */
export interface Cost {
  readonly name: string;
  readonly self: number;
  /** With all that it called. */
  readonly total: number;
}

/** The time of each function of a profile, the dearest first. */
export const costsOf = (profile: CpuProfile): readonly Cost[] => {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const nameOf = (id: number): string => {
    const { functionName, url, lineNumber } = nodes.get(id)?.callFrame ?? unknown;
    return `${functionName || '(anonymous)'} ${placeOf(url)}:${lineNumber + 1}`;
  };
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  let all = 0;
  profile.samples.forEach((sample, index) => {
    if (nodes.get(sample)?.callFrame.functionName === '(idle)') return;
    const took = profile.timeDeltas[index] ?? 0;
    all += took;
    add(self, nameOf(sample), took);
    const seen = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      seen.add(nameOf(id));
    }
    for (const name of seen) add(total, name, took);
  });
  return [...total]
    .map(([name, took]) => ({ name, self: (self.get(name) ?? 0) / all, total: took / all }))
    .sort((one, other) => other.total - one.total);
};

const unknown = { functionName: '', url: '', lineNumber: 0 };

const placeOf = (url: string): string => url.replace(/^.*\/(node_modules|dist)\//, '');

const add = (sums: Map<string, number>, name: string, more: number): void => {
  sums.set(name, (sums.get(name) ?? 0) + more);
};
