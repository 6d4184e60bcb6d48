import { useEffect, useState } from 'react';

// Parts of the shell that are shown when somebody asks for them. The first page does not wait for
// their code, and for what they alone need: menus that float, drawers, fields of a form.

export const loadPalette = async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
});
export const loadAccountMenu = async () => ({
  default: (await import('./account-menu.tsx')).AccountMenu,
});
export const loadApiCalls = async () => ({ default: (await import('./api-calls.tsx')).ApiCalls });
export const loadSignInOverlay = async () => ({
  default: (await import('./sign-in-overlay.tsx')).SignInOverlay,
});

const loads = [loadPalette, loadAccountMenu, loadApiCalls, loadSignInOverlay];
/** In milliseconds: by then the page is there, and somebody may begin to type. */
const loadDelay = 1_000;

/** Loads all of them soon: keys that are typed before the palette is there would be lost. */
export const useLoadedSoon = (): void => {
  useEffect(() => {
    const timer = setTimeout(() => {
      // Where that fails, it is loaded again when somebody asks for it.
      for (const load of loads) void load().catch(() => undefined);
    }, loadDelay);
    return () => clearTimeout(timer);
  }, []);
};

/** Whether it was so once: a dialog stays while it closes, and gives the focus back. */
export const useEver = (isSo: boolean): boolean => {
  const [wasSo, setSo] = useState(isSo);
  if (isSo && !wasSo) setSo(true);
  return isSo || wasSo;
};
