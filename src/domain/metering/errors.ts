import { refusal } from '#domain/shared/errors.ts';

// The id stays out: an unknown meter and another tenant's must look alike to the last byte.
export class MeterNotFound extends refusal(
  'notFound',
  'meter_not_found',
  'There is no such meter.',
) {}

export class MeterCodeTaken extends refusal(
  'conflict',
  'meter_code_taken',
  'Another meter has this code, archived or not.',
) {}

/** Each event is measured by all meters of its type. */
export class TooManyMeters extends refusal(
  'conflict',
  'too_many_meters',
  'As many meters count events of this type as may. Archive one that is not needed any more.',
) {}

export class MeterArchived extends refusal(
  'conflict',
  'meter_archived',
  'The meter is archived: it does not change any more.',
) {}

/** All that was counted, and billed, by it must stay true. */
export class MeterInUse extends refusal(
  'conflict',
  'meter_in_use',
  'A price or a limit of a plan is counted by this meter. It stays, as long as there is the plan.',
) {}

export class MeterFixed extends refusal(
  'conflict',
  'meter_fixed',
  'Only name and unit of a meter change, as what it counted stays counted: create another meter ' +
    'that counts otherwise, and archive this one.',
) {}
