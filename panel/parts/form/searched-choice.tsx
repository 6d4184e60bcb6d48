import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { FieldProps } from './fields.tsx';
import { SelectField } from './fields.tsx';

const typingPause = 300;
const listedMax = 100;

export interface TypedSearch {
  readonly typed: string;
  readonly type: (text: string) => void;
  /** For the list operation: the first ones that fit. */
  readonly query: Readonly<Record<string, string>>;
}

/** A search that narrows a list down, a moment after somebody typed. */
export const useTypedSearch = (): TypedSearch => {
  const [typed, type] = useState('');
  const [search] = useDebouncedValue(typed, typingPause);
  const query = { limit: String(listedMax), ...(search === '' ? {} : { search }) };
  return { typed, type, query };
};

interface SearchedChoiceProps extends FieldProps {
  readonly search: TypedSearch;
  readonly find: { readonly label: string; readonly hint: ReactNode };
  /** Those that were found, and whether the list of all goes further than that. */
  readonly found: readonly { readonly value: string; readonly label: string }[];
  readonly hasMore: boolean;
  /** The name of the chosen one, which the search may not find. */
  readonly chosenName: string | undefined;
  /** Shown until one is chosen; absent where none has to be. */
  readonly unchosen?: string;
}

/** One of many. Where a list does not reach them all, a search leads to those further back. */
export const SearchedChoice = (props: SearchedChoiceProps) => {
  const { search, find, found, hasMore, chosenName, ...field } = props;
  const chosen = String(field.form.values[field.name] ?? '');
  const isListed = chosen === '' || found.some(({ value }) => value === chosen);
  const options = isListed ? found : [{ value: chosen, label: chosenName ?? chosen }, ...found];
  return (
    <>
      {(search.typed !== '' || hasMore) && (
        <TextInput
          type="search"
          label={find.label}
          description={find.hint}
          value={search.typed}
          onChange={({ currentTarget }) => search.type(currentTarget.value)}
        />
      )}
      <SelectField {...field} options={options} />
    </>
  );
};
