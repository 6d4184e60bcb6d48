const storageKey = 'billing.reloadedAt';
const pauseMilliseconds = 60_000;

/**
 * A page that was open while the server got a new build asks for files that are gone. It loads
 * itself anew, once a minute at most, so that a server without them is not asked for ever.
 */
export const reloadWhenStale = (): void => {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(storageKey) ?? 0);
    if (Date.now() - last < pauseMilliseconds) return;
    sessionStorage.setItem(storageKey, String(Date.now()));
    location.reload();
  });
};
