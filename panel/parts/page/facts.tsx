import type { ReactNode } from 'react';
import { useTexts } from '../../texts/catalogue.ts';

type Fact = readonly [string, ReactNode];

/** A fact that is left out where there is nothing to say. */
export const stated = (
  name: string,
  value: string | null,
  show: (value: string) => ReactNode = (text) => text,
): readonly Fact[] => (value === null || value === '' ? [] : [[name, show(value)]]);

/** Names and values, one beside the other. */
export const Facts = ({ rows }: { readonly rows: readonly Fact[] }) => {
  const texts = useTexts();
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value === null || value === '' ? texts.common.none : value}</dd>
        </div>
      ))}
    </dl>
  );
};
