import { Paper } from '@mantine/core';
import { useSyncExternalStore } from 'react';

interface Announcement {
  readonly number: number;
  readonly text: string;
}

const shownMilliseconds = 6_000;
let current: Announcement | undefined;
let count = 0;
const listeners = new Set<() => void>();

const show = (next: Announcement | undefined): void => {
  current = next;
  for (const listener of listeners) listener();
};

/** Says that something was done, to eyes and to screen readers. Never for an error: those stay. */
export const announce = (text: string): void => {
  count += 1;
  const mine = { number: count, text };
  show(mine);
  setTimeout(() => current === mine && show(undefined), shownMilliseconds);
};

/** The place where announcements appear. It is always there, so that screen readers watch it. */
export const Announcer = () => {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  return (
    <div role="status" className="announcer">
      {shown !== undefined && (
        <Paper key={shown.number} withBorder shadow="md" px="md" py="xs" fz="sm">
          {shown.text}
        </Paper>
      )}
    </div>
  );
};
