import { refusal } from '#domain/shared/errors.ts';

/**
 * The event sequence does not hold the place that a cursor names: it is another tenant's, or the
 * database was restored from a backup made before the cursor was given out. To read on from
 * anywhere else could lose events.
 */
export class EventCursorLost extends refusal(
  'conflict',
  'event_cursor_lost',
  'The events of this tenant do not hold the place that the cursor names, as after a restore ' +
    'from a backup: make your copy anew, from a new cursor.',
) {}
