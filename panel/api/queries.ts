import type { UseQueryResult } from '@tanstack/react-query';
import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { operations } from '../wire/operations.ts';
import type { OperationId, RequestOf, ResultOf } from './client.ts';
import { mayRetry } from './problem.ts';
import { call, useMe } from './session.ts';

const readTriesMax = 3;

/** One cache for the page. Nothing of it is stored: the next person at the browser sees nothing. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < readTriesMax - 1 && mayRetry(error),
    },
  },
});

interface ReadOptions {
  readonly enabled?: boolean;
  /** In milliseconds: read anew as often while the page is seen. */
  readonly every?: number | false;
}

/** Whether the person may call the operation. */
export const useCan = (operation: OperationId): boolean => {
  const { permissions } = useMe();
  const needed = operations[operation].permission;
  return needed === null || (permissions as readonly string[]).includes(needed);
};

/** Reads by an operation. It asks nothing that the person may not ask. */
export const useRead = <O extends OperationId>(
  operation: O,
  request: RequestOf<O>,
  { enabled = true, every = false }: ReadOptions = {},
): UseQueryResult<ResultOf<O>> => {
  const { tenant } = useMe();
  const isAllowed = useCan(operation);
  return useQuery({
    queryKey: [tenant.id, operation, request],
    queryFn: ({ signal }) => call(operation, request, signal),
    enabled: enabled && isAllowed,
    placeholderData: keepPreviousData,
    refetchInterval: every,
  });
};

/** Whether nothing more is to come: it was read, or will not be. */
export const isSettled = ({ fetchStatus, isFetched }: UseQueryResult): boolean =>
  isFetched || fetchStatus === 'idle';

/** Reads by an operation several times: once for each request. */
export const useReads = <O extends OperationId>(
  operation: O,
  requests: readonly RequestOf<O>[],
): readonly UseQueryResult<ResultOf<O>>[] => {
  const { tenant } = useMe();
  const isAllowed = useCan(operation);
  return useQueries({
    queries: requests.map((request) => ({
      queryKey: [tenant.id, operation, request],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => call(operation, request, signal),
      enabled: isAllowed,
    })),
  });
};

/**
 * Writes by an operation. Whatever is on the screen is read anew afterwards: which lists a write
 * touches is the server's business, and a table of it here would be wrong one day. While one is
 * under way no other begins: the second click of two comes before a button is drawn anew.
 */
export const useWrite = <O extends OperationId>(
  operation: O,
  onDone?: (result: ResultOf<O>) => void | Promise<void>,
) => {
  const client = useQueryClient();
  const isUnderWay = useRef(false);
  const write = useMutation<ResultOf<O>, Error, RequestOf<O>>({
    mutationFn: (request) => call(operation, request),
    onSuccess: async (result) => {
      await onDone?.(result);
      void client.invalidateQueries();
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  const mutate = (
    request: RequestOf<O>,
    options: { readonly onError?: (error: Error) => void } = {},
  ): void => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    write.mutate(...([request, options] as Parameters<typeof write.mutate>));
  };
  return { ...write, mutate };
};
