import { Button, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../texts/catalogue.ts';
import { ProblemAlert } from './problem-alert.tsx';

/** Why there is nothing here, and how to begin. */
export const Empty = ({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ReactNode;
}) => (
  <Stack className="empty" align="center" gap="md">
    <Text size="sm" c="dimmed" maw={460}>
      {text}
    </Text>
    {children}
  </Stack>
);

/** A few: most lists that have something below them are short, and it moves little. */
const waitingRows = 3;

/** Holds the place of rows that are being read. */
export const WaitingRows = ({ height }: { readonly height: number }) => {
  const texts = useTexts();
  return (
    <Stack
      gap="xs"
      role="status"
      aria-busy="true"
      aria-label={texts.common.loading}
      className="waiting"
    >
      {Array.from({ length: waitingRows }, (_each, index) => (
        <Skeleton key={index} h={height} />
      ))}
    </Stack>
  );
};

/** Whether nothing is read, because the person may not read it. */
const isNotAsked = ({ status, fetchStatus }: UseQueryResult): boolean =>
  status === 'pending' && fetchStatus === 'idle';

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** Shows data once they are read; before that a placeholder, or why they could not be read. */
export const Loaded = <Data,>({ query, children }: LoadedProps<Data>) => {
  const texts = useTexts();
  if (query.data !== undefined) return children(query.data);
  if (isNotAsked(query)) return <Empty text={texts.common.notShown} />;
  if (query.error === null) {
    return (
      <Stack
        aria-busy="true"
        aria-label={texts.common.loading}
        role="status"
        gap="sm"
        className="waiting"
      >
        <Skeleton h={20} w="60%" />
        <Skeleton h={20} w="80%" />
        <Skeleton h={20} w="40%" />
      </Stack>
    );
  }
  return (
    <Stack gap="sm" align="flex-start">
      <ProblemAlert error={query.error} />
      <Button variant="default" onClick={() => void query.refetch()}>
        {texts.common.retry}
      </Button>
    </Stack>
  );
};
