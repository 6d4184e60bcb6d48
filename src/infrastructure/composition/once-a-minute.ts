/** Tells once a minute at most: what is away fails on every request, and one line says so. */
export const onceAMinute = (tell: () => void): (() => void) => {
  let toldAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - toldAt < 60_000) return;
    toldAt = now;
    tell();
  };
};
