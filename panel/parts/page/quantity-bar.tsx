import type { Bar } from '../../values/usage-query.ts';

/** A bar on an axis that is 100 long. The number beside it says the same. */
export const QuantityBar = ({ bar }: { readonly bar: Bar | undefined }) => (
  <svg className="usage-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect x={bar?.x ?? 0} y="0" width={bar?.width ?? 0} height="10" />
  </svg>
);
