import { dayMilliseconds } from '#domain/shared/time.ts';

/** For so long runs leave an account alone whose billing is stopped; then they look again. */
export const stoppedRestMilliseconds = dayMilliseconds;
