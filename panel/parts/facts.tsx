import type { ReactNode } from 'react';
import { useTexts } from '../texts/catalogue.ts';

/** Names and values, one beside the other. */
export const Facts = ({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) => {
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
