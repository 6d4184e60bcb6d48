import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { ListState } from './list-state.ts';

interface PagerProps {
  readonly count: number;
  readonly page: { readonly nextCursor: string | null; readonly prevCursor: string | null };
  readonly state: ListState;
  readonly isOldestFirst: boolean;
}

/** Pages by cursor: back and on, by `[` and `]` too. Nobody counts rows for a total. */
export const Pager = ({ count, page, state, isOldestFirst }: PagerProps) => {
  const texts = useTexts();
  const { timeZone } = useMe().tenant;
  const { nextCursor, prevCursor } = page;
  const back = () => prevCursor !== null && state.goTo(prevCursor);
  const on = () => nextCursor !== null && state.goTo(nextCursor);
  useHotkeys([
    ['[', () => void back()],
    [']', () => void on()],
  ]);
  return (
    <Group justify="space-between" gap="xs" className="no-print">
      <Text size="xs" c="dimmed" aria-live="polite">
        {isOldestFirst ? texts.common.oldest(count) : texts.common.newest(count)} ·{' '}
        {texts.common.inZone(timeZone)}
      </Text>
      <Group gap="xs">
        {state.cursor !== undefined && (
          <Button variant="default" size="xs" onClick={() => state.goTo(undefined)}>
            {texts.common.firstPage}
          </Button>
        )}
        {prevCursor !== null && (
          <Button variant="default" size="xs" onClick={() => void back()}>
            ← {isOldestFirst ? texts.common.older : texts.common.newer}
          </Button>
        )}
        {nextCursor !== null && (
          <Button variant="default" size="xs" onClick={() => void on()}>
            {isOldestFirst ? texts.common.newer : texts.common.older} →
          </Button>
        )}
      </Group>
    </Group>
  );
};
