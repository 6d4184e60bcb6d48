import { useDebouncedValue } from '@mantine/hooks';
import type { RequestOf } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { queryClient, useRead } from '../api/queries.ts';
import { isSame } from '../values/merge.ts';
import type { CallPreview } from '../wire/types.ts';

/** The operations that show what a call would do. */
export type PreviewOperation =
  | 'previewSubscription'
  | 'previewSubscriptionChange'
  | 'previewCancellation'
  | 'previewTrialExtension'
  | 'previewTrialEnd';

export interface PreviewState {
  /** The last one, which stays on the screen until the next one is there. */
  readonly preview: CallPreview | undefined;
  readonly error: Error | null;
  /** Whether it is a preview of something else than what is typed now. */
  readonly isPending: boolean;
  /** For the call: only that of a preview of just this. */
  readonly quote: string | undefined;
}

const pauseMilliseconds = 300;

/** Previews a call while its body is typed: one request, a moment after the last change. */
export const usePreview = <O extends PreviewOperation>(
  operation: O,
  request: RequestOf<O>,
  isWanted = true,
): PreviewState => {
  const [asked] = useDebouncedValue(JSON.stringify(request), pauseMilliseconds);
  const query = useRead(operation, JSON.parse(asked) as RequestOf<O>, { enabled: isWanted });
  const isSettled = isSame(JSON.parse(asked), request) && !query.isPlaceholderData;
  const isPending = isWanted && (!isSettled || query.isFetching);
  const preview = query.data as CallPreview | undefined;
  return {
    preview: isWanted ? preview : undefined,
    error: isSettled ? query.error : null,
    isPending,
    quote: isPending ? undefined : preview?.quote,
  };
};

/**
 * Calls with the quote of a preview. Where something has moved since, the preview is made anew and
 * the refusal goes on to the person, who looks at it again.
 */
export const withFreshPreview = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (problemOf(error)?.code === 'preview_outdated') void queryClient.invalidateQueries();
    throw error;
  }
};
