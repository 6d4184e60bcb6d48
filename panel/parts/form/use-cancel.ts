import { useCanGoBack, useNavigate } from '@tanstack/react-router';

/** Leads back to where one came from; to `place` where the form was opened by its address. */
export const useCancel = (place: string): (() => void) => {
  const canGoBack = useCanGoBack();
  const navigate = useNavigate();
  return () => {
    if (canGoBack) history.back();
    else void navigate({ to: place });
  };
};
