import type {
  Derivation,
  EarlierDerivation,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
import { evaluateVersion1, stepsOfVersion1 } from '#domain/charging/evaluator-1.ts';
import { evaluateVersion2, stepsOfVersion2 } from '#domain/charging/evaluator-2.ts';
import { evaluateVersion3, stepsOfVersion3 } from '#domain/charging/evaluator-3.ts';
import { evaluateVersion4, stepsOfVersion4 } from '#domain/charging/evaluator-4.ts';
import type { Evaluation, Step } from '#domain/charging/step.ts';
import type { FlatTerms, PriceTerms } from '#domain/charging/terms.ts';
import { invariant } from '#domain/shared/invariant.ts';

/**
 * The amount that a derivation comes to, in minor units. It makes the amount when a line is
 * written, and proves it later: it depends on nothing but its arguments.
 */
export const evaluate = (terms: PriceTerms, derivation: Derivation): Evaluation =>
  evaluatorOf(derivation).evaluate(terms, derivation);

/** The steps from the price to that amount, in numbers; `explain` says them in words. */
export const stepsOf = (terms: PriceTerms, derivation: Derivation): readonly Step[] =>
  evaluatorOf(derivation).steps(terms, derivation);

interface Evaluator {
  readonly evaluate: (terms: PriceTerms, derivation: Derivation) => Evaluation;
  readonly steps: (terms: PriceTerms, derivation: Derivation) => readonly Step[];
}

/** By the version that a derivation was written under. None is ever changed or taken out. */
const evaluators: Readonly<Record<Derivation['version'], Evaluator>> = {
  1: {
    evaluate: (terms, derivation) => evaluateVersion1(flatOnly(terms), earlier(derivation)),
    steps: (terms, derivation) => stepsOfVersion1(flatOnly(terms), earlier(derivation)),
  },
  2: {
    evaluate: (terms, derivation) => evaluateVersion2(terms, earlier(derivation)),
    steps: (terms, derivation) => stepsOfVersion2(terms, earlier(derivation)),
  },
  3: {
    evaluate: (terms, derivation) => evaluateVersion3(terms, withoutUsage(derivation)),
    steps: (terms, derivation) => stepsOfVersion3(terms, withoutUsage(derivation)),
  },
  4: {
    evaluate: (terms, derivation) => evaluateVersion4(terms, usageOnly(derivation)),
    steps: (terms, derivation) => stepsOfVersion4(terms, usageOnly(derivation)),
  },
};

const earlier = (derivation: Derivation): EarlierDerivation => {
  if (derivation.kind === 'credit') return derivation;
  const isEarlier = derivation.kind === 'recurring';
  invariant(isEarlier, 'The first two versions know nothing that is charged once, or by hand.');
  return { ...derivation, kind: derivation.kind };
};

const withoutUsage = (derivation: Derivation): Exclude<Derivation, UsageDerivation> => {
  invariant(derivation.kind !== 'usage', 'The third version knows nothing of usage.');
  return derivation;
};

const usageOnly = (derivation: Derivation): UsageDerivation => {
  invariant(derivation.kind === 'usage', 'The fourth version knows usage and nothing else.');
  return derivation;
};

const flatOnly = (terms: PriceTerms): FlatTerms => {
  invariant(terms.model === 'flat', 'The first version knows flat prices and no others.');
  return terms;
};

const evaluatorOf = ({ version }: Derivation): Evaluator => {
  const evaluator: Evaluator | undefined = evaluators[version];
  invariant(
    evaluator !== undefined,
    'A derivation of this version was written by a newer release: only that one can evaluate it.',
  );
  return evaluator;
};
