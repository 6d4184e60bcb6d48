import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMe } from '../api/session.ts';
import { useTexts } from '../texts/catalogue.ts';
import type { ListState } from './list-state.ts';

interface PagerProps {
  readonly count: number;
  readonly page: { readonly nextCursor: string | null; readonly prevCursor: string | null };
  readonly state: ListState;
}

/** Pages by cursor: newer and older, by `[` and `]` too. Nobody counts rows for a total. */
export const Pager = ({ count, page, state }: PagerProps) => {
  const texts = useTexts();
  const { timeZone } = useMe().tenant;
  const { nextCursor, prevCursor } = page;
  const newer = () => prevCursor !== null && state.goTo(prevCursor);
  const older = () => nextCursor !== null && state.goTo(nextCursor);
  useHotkeys([
    ['[', () => void newer()],
    [']', () => void older()],
  ]);
  return (
    <Group justify="space-between" gap="xs" className="no-print">
      <Text size="xs" c="dimmed" aria-live="polite">
        {texts.common.newest(count)} · {texts.common.inZone(timeZone)}
      </Text>
      <Group gap="xs">
        {state.cursor !== undefined && (
          <Button variant="default" size="xs" onClick={() => state.goTo(undefined)}>
            {texts.common.firstPage}
          </Button>
        )}
        {prevCursor !== null && (
          <Button variant="default" size="xs" onClick={() => void newer()}>
            ← {texts.common.newer}
          </Button>
        )}
        {nextCursor !== null && (
          <Button variant="default" size="xs" onClick={() => void older()}>
            {texts.common.older} →
          </Button>
        )}
      </Group>
    </Group>
  );
};
