import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { queryClient } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import type { Conflict, Fields, Merge } from '../../values/merge.ts';
import { changedFields, fieldText, isUntouched, mergeThree } from '../../values/merge.ts';
import { fieldLabel } from './field-label.ts';
import type { FormState } from './form-state.ts';
import { useFormState } from './form-state.ts';

interface Versioned {
  readonly version: number;
}

interface EditOptions<Resource extends Versioned, Values extends FormValues> {
  readonly resource: Resource;
  readonly toValues: (resource: Resource) => Values;
  /** All fields that the form edits, as the API takes them; changed ones alone are sent. */
  readonly toBody: (values: Values) => Fields;
  readonly check?: (values: Values) => Readonly<Record<string, string>>;
  readonly fieldOf?: (path: string, values: Values) => string;
  readonly save: (version: number, changes: Fields) => Promise<Resource>;
  readonly readAgain: () => Promise<Resource>;
  readonly onSaved?: (resource: Resource) => void;
}

interface OpenMerge<Resource> {
  readonly stored: Resource;
  readonly merge: Merge;
}

export interface EditForm<Values extends FormValues> {
  readonly form: FormState<Values>;
  readonly merge: Merge | undefined;
  readonly saveMerged: (mine: readonly string[]) => void;
}

/**
 * A form that changes what is stored. Where somebody else changed it meanwhile (412), the three
 * sides are compared and nothing typed is lost.
 */
export const useEditForm = <Resource extends Versioned, Values extends FormValues>(
  options: EditOptions<Resource, Values>,
): EditForm<Values> => {
  const { toValues, toBody, save, readAgain, onSaved } = options;
  const [base, setBase] = useState(options.resource);
  const [open, setOpen] = useState<OpenMerge<Resource>>();
  /** Saves; where somebody changed it meanwhile, asks what becomes of it, with nothing lost. */
  const saveOver = async (version: number, changes: Fields, mine: Fields): Promise<void> => {
    try {
      finish(await save(version, changes));
    } catch (error) {
      if (problemOf(error)?.status !== 412) throw error;
      const stored = await readAgain();
      const merge = mergeThree(toBody(toValues(base)), mine, toBody(toValues(stored)));
      // Another part of it was changed, perhaps by an action beside the form: nobody is asked.
      if (isUntouched(merge)) finish(await save(stored.version, changes));
      else setOpen({ stored, merge });
    }
  };
  const finish = (saved: Resource): void => {
    setBase(saved);
    setOpen(undefined);
    form.reset(toValues(saved));
    void queryClient.invalidateQueries();
    onSaved?.(saved);
  };
  const form = useFormState<Values>({
    initial: toValues(base),
    ...(options.check === undefined ? {} : { check: options.check }),
    ...(options.fieldOf === undefined ? {} : { fieldOf: options.fieldOf }),
    send: (values) => {
      const mine = toBody(values);
      return saveOver(base.version, changedFields(toBody(toValues(base)), mine), mine);
    },
  });
  useEffect(() => {
    // Who has typed nothing sees at once the changes of somebody else.
    if (options.resource.version <= base.version || form.isDirty || form.isPending) return;
    setBase(options.resource);
    form.reset(toValues(options.resource));
  });
  const saveMerged = (mine: readonly string[]): void => {
    if (open === undefined) return;
    const chosen = open.merge.conflicts.filter(({ field }) => mine.includes(field));
    const changes = {
      ...open.merge.mine,
      ...Object.fromEntries(chosen.map((c) => [c.field, c.mine])),
    };
    form.attempt(() => saveOver(open.stored.version, changes, toBody(form.values)));
  };
  return { form, merge: open?.merge, saveMerged };
};

/** Says what somebody else changed meanwhile, and asks about the fields that both changed. */
export const MergeAlert = ({
  merge,
  onSave,
}: {
  readonly merge: Merge;
  readonly onSave: (mine: readonly string[]) => void;
}) => {
  const texts = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [theirs, setTheirs] = useState<readonly string[]>([]);
  const mine = merge.conflicts.map(({ field }) => field).filter((field) => !theirs.includes(field));
  const choose = (field: string, isMine: boolean): void =>
    setTheirs((old) => [...old.filter((each) => each !== field), ...(isMine ? [] : [field])]);
  // The button that was pressed may stand far below.
  useEffect(() => box.current?.focus(), [merge]);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      color="yellow"
      variant="outline"
      classNames={{ title: 'notice-title' }}
      role="alert"
      title={texts.common.changedMeanwhile}
    >
      <Stack gap="sm">
        {merge.takenOver.length > 0 && (
          <Text size="sm">
            {texts.common.takenOver(merge.takenOver.map(fieldLabel).join(', '))}
          </Text>
        )}
        {merge.conflicts.length > 0 && <Text size="sm">{texts.common.bothChanged}</Text>}
        {merge.conflicts.map((conflict) => (
          <Choice
            key={conflict.field}
            conflict={conflict}
            onChoose={choose}
            isMine={mine.includes(conflict.field)}
          />
        ))}
        <Group>
          <Button onClick={() => onSave(mine)}>{texts.common.saveMerged}</Button>
        </Group>
      </Stack>
    </Alert>
  );
};

const Choice = ({
  conflict: { field, mine, theirs },
  isMine,
  onChoose,
}: {
  readonly conflict: Conflict;
  readonly isMine: boolean;
  readonly onChoose: (field: string, isMine: boolean) => void;
}) => {
  const texts = useTexts();
  const label = fieldLabel(field);
  return (
    <Group gap="sm">
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <SegmentedControl
        aria-label={label}
        value={isMine ? 'mine' : 'theirs'}
        onChange={(value) => onChoose(field, value === 'mine')}
        data={[
          { value: 'mine', label: `${texts.common.mine}: ${shown(mine)}` },
          { value: 'theirs', label: `${texts.common.theirs}: ${shown(theirs)}` },
        ]}
      />
    </Group>
  );
};

/** A file in base64 is long: its beginning tells that it is one. */
const shown = (value: unknown): string => {
  const text = fieldText(value);
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
};

const shownMax = 200;
