import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTexts } from '../../texts/catalogue.ts';

/**
 * Asks before a page with changed input is left, by a link, Back, a reload or closing the tab.
 * Returns a function that switches the question off while the form leaves the page itself.
 */
export const useUnsavedGuard = (isDirty: boolean): ((allow: boolean) => void) => {
  const texts = useTexts();
  const allowed = useRef(false);
  useBlocker({
    // The browser's own question: it cannot be lost behind another dialog.
    shouldBlockFn: () => isDirty && !allowed.current && !window.confirm(texts.common.unsaved),
    enableBeforeUnload: () => isDirty && !allowed.current,
  });
  return (allow) => {
    allowed.current = allow;
  };
};
