import { Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { placeOfId } from '../../values/ids.ts';
import { at } from '../page/links.tsx';
import type { Jump } from './jumps.ts';
import { useFormJumps, useFoundJumps, usePageJumps } from './jumps.ts';

const typingPause = 200;

/** ⌘K: jumps to a page, to a thing by its id, or to what a search finds. */
export const CommandPalette = ({ onClose }: { readonly onClose: () => void }) => {
  const texts = useTexts();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [searched] = useDebouncedValue(text.trim(), typingPause);
  const [chosen, setChosen] = useState(0);
  const jumps = useJumps(text, searched);
  const go = (jump: Jump | undefined): void => {
    if (jump === undefined) return;
    onClose();
    void navigate({ to: jump.to });
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') go(jumps[chosen]);
    if (step === undefined) return;
    event.preventDefault();
    setChosen((chosen + step + jumps.length) % Math.max(jumps.length, 1));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      yOffset="10vh"
      aria-label={texts.operations.palette}
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        px="md"
        py="xs"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={jumps.length > 0 ? `palette-${chosen}` : undefined}
        aria-label={texts.operations.palette}
        placeholder={texts.operations.palette}
        value={text}
        onKeyDown={onKey}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setChosen(0);
        }}
      />
      <Stack
        ref={useScrolledTo(chosen)}
        gap={0}
        id="palette-list"
        role="listbox"
        aria-label={texts.operations.results}
        className="palette"
      >
        {jumps.map((jump, index) => (
          <Choice
            key={`${jump.kind}${jump.to}`}
            {...{ jump, index }}
            isChosen={index === chosen}
            onChoose={go}
          />
        ))}
        {jumps.length === 0 && (
          <Text
            size="sm"
            c="dimmed"
            p="md"
            role="option"
            aria-disabled="true"
            aria-selected="false"
          >
            {texts.operations.paletteNothing}
          </Text>
        )}
      </Stack>
    </Modal>
  );
};

/** A list that shows one of its items: arrow keys go on where it is cut off. */
const useScrolledTo = (index: number) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return list;
};

interface ChoiceProps {
  readonly jump: Jump;
  readonly index: number;
  readonly isChosen: boolean;
  readonly onChoose: (jump: Jump) => void;
}

const Choice = ({ jump, index, isChosen, onChoose }: ChoiceProps) => (
  <UnstyledButton
    id={`palette-${index}`}
    role="option"
    aria-selected={isChosen}
    tabIndex={-1}
    className="palette-choice"
    onClick={() => onChoose(jump)}
  >
    <span>{jump.label}</span>
    <span className="palette-kind">{jump.kind}</span>
  </UnstyledButton>
);

/** An id first, then what is found, then pages, then forms. */
const useJumps = (text: string, searched: string): readonly Jump[] => {
  const texts = useTexts();
  const places = [...usePageJumps(), ...useFormJumps()];
  const found = useFoundJumps(searched);
  const place = placeOfId(text);
  const words = text.trim().toLowerCase();
  const byId = place === undefined ? [] : [{ label: text.trim(), kind: texts.common.id, place }];
  const named = places.filter(({ label }) => label.toLowerCase().includes(words));
  return [...byId.map((jump) => ({ ...jump, to: at(jump.place) })), ...found, ...named];
};
