import { checkSync } from 'recheck';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Expression } from './regular-expressions.ts';
import { expressionsIn, sources } from './regular-expressions.ts';

// A pattern takes no longer than its text is long, whatever the text: the automaton of each is
// examined (https://makenowjust-labs.github.io/recheck/).

// Each of these reads a text of ours: a file that we wrote, a setting, or a line of PostgreSQL.
const readsNothingForeign = [
  'src/infrastructure/composition/',
  'src/infrastructure/embedded/',
  'src/interfaces/cli/',
];

const found = sources().map(([file, text]) => ({ file, ...expressionsIn(file, text) }));
const literals = found.flatMap((each) => each.literals);
const isForeign = ({ file }: { readonly file: string }): boolean =>
  !readsNothingForeign.some((path) => file.startsWith(path));

// Sets of characters (`v`) are not examined, but measured: eight times the text takes eight times
// as long, sixty-four times where it is read again and again.
const growth = ({ source, flags }: Pick<Expression, 'source' | 'flags'>, text: string): number => {
  const pattern = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  const quickest = (length: number): number => {
    const long = text.repeat(length);
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      pattern.lastIndex = 0;
      while (pattern.test(long)) if (pattern.lastIndex === 0) break;
      return performance.now() - started;
    });
    return Math.min(...times);
  };
  quickest(1000);
  return quickest(10_000) / quickest(1250);
};
const texts = ['a', '1', ' ', '-', '\u4e00', '\u0301', 'a ', '\u4e00a', '@', '\u200b'];

const slow = ({ source, flags }: Pick<Expression, 'source' | 'flags'>): string | undefined => {
  if (flags.includes('v')) {
    const text = texts.find((each) => growth({ source, flags }, each) > 23);
    return text === undefined ? undefined : `slow on ${JSON.stringify(text)}`;
  }
  const result = checkSync(source, flags, { timeout: 60_000 });
  if (result.status === 'safe') return undefined;
  return result.status === 'vulnerable' ? result.complexity.summary : result.status;
};

describe('every regular expression that reads what others send takes one way through', () => {
  test('there are some', () => {
    expect(literals.filter(isForeign).length).toBeGreaterThan(20);
  });

  test.each(
    literals.filter(isForeign).map((each) => [`/${each.source}/`, each.file, each] as const),
  )('%s of %s', { timeout: 90_000 }, (_, __, expression) => {
    expect(slow(expression)).toBeUndefined();
  });

  test.each([
    ['the pattern of a header', '(\\S+)\\s+(\\S+)', 'polynomial'],
    ['spaces around spaces', '^application\\/json *(; *charset)? *$', 'polynomial'],
    ['repeats within repeats', '^(a+)+$', 'exponential'],
    ['what is only measured', '[a--b]+[c--d]', 'slow on "a"', 'v'],
  ])('else it would be found: %s', { timeout: 90_000 }, (_, source, degree, flags = '') => {
    expect(slow({ source, flags })).toContain(degree);
  });
});

describe('what is built of parts', () => {
  const builders = found.filter(({ builds }) => builds > 0).filter(isForeign);
  const built: { source: string; flags: string }[] = [];
  const BuiltIn = RegExp;

  // They are built when their module is loaded: whoever listens then has them all.
  beforeAll(async () => {
    globalThis.RegExp = new Proxy(BuiltIn, {
      construct: (target, given, self) => {
        const made = Reflect.construct(target, given, self) as RegExp;
        built.push({ source: made.source, flags: made.flags });
        return made;
      },
    });
    try {
      for (const { file } of builders) await import(`../../${file}?built`);
    } finally {
      globalThis.RegExp = BuiltIn;
    }
  });

  test('is built once, when its module is loaded, and takes one way through', {
    timeout: 120_000,
  }, () => {
    const patterns = [...new Map(built.map((each) => [each.source, each])).values()];

    // Ids; codes and e-mail addresses; the three opaque tokens.
    expect(patterns.length).toBeGreaterThanOrEqual(6);
    expect(
      patterns.map((each) => [each.source, slow(each)]).filter(([, why]) => why !== undefined),
    ).toEqual([]);
  });
});
