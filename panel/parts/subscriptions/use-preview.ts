import { useDebouncedValue } from '@mantine/hooks';
import { useRef } from 'react';
import type { RequestOf } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { randomKey } from '../../api/random.ts';
import { isSame } from '../../values/merge.ts';
import type { CallPreview, WrittenInvoicePreview } from '../../wire/types.ts';
import { refreshMoved } from '../form/dialog-fields.ts';

/** The operations that show what a call would do. */
export type PreviewOperation =
  | 'previewInvoice'
  | 'previewSubscription'
  | 'previewSubscriptionChange'
  | 'previewCancellation'
  | 'previewTrialExtension'
  | 'previewTrialEnd'
  | 'previewPause'
  | 'previewResumption';

export interface PreviewState {
  /** The last one, which stays on the screen until the next one is there. */
  readonly preview: CallPreview | WrittenInvoicePreview | undefined;
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
  const isAsked = isSame(JSON.parse(asked), request);
  const enabled = isWanted && isAsked;
  const query = useRead(operation, JSON.parse(asked) as RequestOf<O>, { enabled });
  const isSettled = isAsked && !query.isPlaceholderData;
  const isPending = isWanted && (!isSettled || query.isFetching);
  const preview = query.data;
  return {
    preview: isWanted ? preview : undefined,
    error: isSettled ? query.error : null,
    isPending,
    quote: isPending ? undefined : preview?.quote,
  };
};

/** As the call ends; where its preview was outdated, the preview is made anew. */
export const orRefresh = async <Result>(called: Promise<Result>): Promise<Result> => {
  try {
    return await called;
  } catch (error) {
    refreshMoved(error);
    throw error;
  }
};

/** A body with the quote of its preview, where there is one. */
export const quoted = <Body extends object>(body: Body, quote: string | undefined) => ({
  ...body,
  ...(quote === undefined ? {} : { quote }),
});

/** Gives one key for each body, so that a second click has no second effect. */
export const useKeyOf = (): ((body: unknown) => string) => {
  const last = useRef<{ readonly of: unknown; readonly key: string }>(undefined);
  return (body) => {
    if (last.current === undefined || !isSame(last.current.of, body)) {
      last.current = { of: body, key: randomKey() };
    }
    return last.current.key;
  };
};
