import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTexts } from '../texts/catalogue.ts';
import type { ListState } from './list-state.ts';

/** A filter of a list, by the name of its query parameter. */
export type FilterSpec =
  | { readonly kind: 'text'; readonly name: string; readonly label: string }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    };

interface FiltersProps {
  readonly specs: readonly FilterSpec[];
  readonly state: ListState;
}

/** The filters of a list. They are in the address, so that a list can be sent to somebody. */
export const Filters = ({ specs, state }: FiltersProps) => {
  const texts = useTexts();
  return (
    <Group gap="sm" align="flex-end" role="search">
      {specs.map((spec) => (
        <Filter
          key={`${spec.name}${state.filters[spec.name] === undefined}`}
          {...{ spec, state }}
        />
      ))}
      {state.isFiltered && (
        <Button variant="default" onClick={state.clear}>
          {texts.common.clearFilters}
        </Button>
      )}
    </Group>
  );
};

const Filter = ({ spec, state }: { readonly spec: FilterSpec; readonly state: ListState }) => {
  const texts = useTexts();
  const value = state.filters[spec.name] ?? '';
  switch (spec.kind) {
    case 'text':
      return <SearchFilter spec={spec} state={state} />;
    case 'choice':
      return (
        <NativeSelect
          label={spec.label}
          value={value}
          data={[{ value: '', label: texts.common.all }, ...spec.options]}
          onChange={({ currentTarget }) => state.setFilter(spec.name, currentTarget.value)}
        />
      );
  }
};

const typingPause = 300;

const SearchFilter = ({
  spec,
  state,
}: {
  readonly spec: FilterSpec;
  readonly state: ListState;
}) => {
  const [typed, setTyped] = useState(state.filters[spec.name] ?? '');
  const apply = useDebouncedCallback(
    (text: string) => state.setFilter(spec.name, text),
    typingPause,
  );
  return (
    <TextInput
      type="search"
      label={spec.label}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        apply(currentTarget.value);
      }}
    />
  );
};
