import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import type { FieldProps } from '../form/fields.tsx';
import { Choices } from '../form/fields.tsx';
import type { ListState } from './list-state.ts';

/** A filter of a list, by the name of its query parameter. */
export type FilterSpec =
  | {
      readonly kind: 'text' | 'date';
      readonly name: string;
      readonly label: string;
      /** Offered while one types. */
      readonly choices?: readonly string[];
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      /** The words for no choice; "all" where absent. */
      readonly none?: string;
    }
  | {
      /** Chosen by a field of its own, such as one of many customers. */
      readonly kind: 'field';
      readonly name: string;
      readonly field: (form: FieldProps['form']) => ReactNode;
    };

/**
 * When the things of a list were made: by days, which the server reads by the clocks of the tenant.
 */
export const useCreatedFilters = (): readonly FilterSpec[] => {
  const texts = useTexts();
  return [
    { kind: 'date', name: 'createdOn[gte]', label: texts.common.createdFrom },
    { kind: 'date', name: 'createdOn[lte]', label: texts.common.createdThrough },
  ];
};

interface FiltersProps {
  readonly specs: readonly FilterSpec[];
  /** Further ones, which are behind a button until one of them is in use. */
  readonly more?: readonly FilterSpec[];
  readonly state: ListState;
}

/** The filters of a list. They are in the address, so that a list can be sent to somebody. */
export const Filters = (props: FiltersProps) => {
  const { state } = props;
  const texts = useTexts();
  const [wasOpened, setOpened] = useState(false);
  const { specs, more } = useFolded(props);
  const isOpen = wasOpened || more.some(({ name }) => state.filters[name] !== undefined);
  return (
    <Group gap="sm" align="flex-end" role="search" className="filters no-print">
      {[...specs, ...(isOpen ? more : [])].map((spec) => (
        <Filter key={spec.name} {...{ spec, state }} />
      ))}
      {more.length > 0 && !isOpen && (
        <Button variant="default" onClick={() => setOpened(true)}>
          {texts.common.moreFilters}
        </Button>
      )}
      {state.isFiltered && (
        <Button variant="default" onClick={state.clear}>
          {texts.common.clearFilters}
        </Button>
      )}
    </Group>
  );
};

/** On a phone all filters but the first are behind the button: the list is what one came for. */
const useFolded = ({ specs, more = [] }: FiltersProps) => {
  const isPhone = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  return isPhone
    ? { specs: specs.slice(0, 1), more: [...specs.slice(1), ...more] }
    : { specs, more };
};

const Filter = ({ spec, state }: { readonly spec: FilterSpec; readonly state: ListState }) => {
  const texts = useTexts();
  const value = state.filters[spec.name] ?? '';
  switch (spec.kind) {
    case 'field':
      return spec.field({
        values: { [spec.name]: value },
        errors: {},
        set: (_name, chosen) => state.setFilter(spec.name, String(chosen)),
      });
    case 'text':
    case 'date':
      return <TypedFilter spec={spec} state={state} />;
    case 'choice':
      return (
        <NativeSelect
          label={spec.label}
          value={value}
          data={[{ value: '', label: spec.none ?? texts.common.all }, ...spec.options]}
          onChange={({ currentTarget }) => state.setFilter(spec.name, currentTarget.value)}
        />
      );
  }
};

const typingPause = 300;

interface TypedFilterProps {
  readonly spec: Extract<FilterSpec, { readonly kind: 'text' | 'date' }>;
  readonly state: ListState;
}

const TypedFilter = ({ spec, state }: TypedFilterProps) => {
  const applied = state.filters[spec.name] ?? '';
  const [typed, setTyped] = useState(applied);
  // A filter that was changed elsewhere, such as by clearing all, is shown; our own is there.
  const sent = useRef(applied);
  useEffect(() => {
    if (applied === sent.current) return;
    sent.current = applied;
    setTyped(applied);
  }, [applied]);
  const apply = useDebouncedCallback((text: string) => {
    sent.current = text;
    state.setFilter(spec.name, text);
  }, typingPause);
  const id = useId();
  const { choices = [] } = spec;
  return (
    <>
      <TextInput
        type={spec.kind === 'date' ? 'date' : 'search'}
        label={spec.label}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          apply(currentTarget.value);
        }}
        {...(choices.length === 0 ? {} : { list: id })}
      />
      <Choices id={id} choices={choices} />
    </>
  );
};
