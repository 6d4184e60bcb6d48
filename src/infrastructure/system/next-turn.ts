import { setImmediate as turn } from 'node:timers/promises';
import type { NextTurn } from '#application/shared/next-turn.ts';

/** Of the event loop: it comes after all sockets that have something by now. */
export const nextTurn: NextTurn = () => turn();
