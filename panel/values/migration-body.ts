import { namedSubscriptionsMax } from '#domain/subscriptions/plan-migration.ts';
import type { NewPlanMigration, PreviewedMove } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { effectiveOf } from './subscription-body.ts';
import { text } from './typed-fields.ts';

// A preview and its call get one body, made here: what is shown is what is done.

/** The form of a move, whose target is the version that is on offer. */
export const newMigrationValues = (toVersion: number): FormValues => ({
  toVersion: String(toVersion),
  fromVersion: '',
  effective: 'period_end',
  'effective.on': '',
});

/** The field that says whether a subscription stays as it is. */
export const leftField = (subscriptionId: string): string => `left.${subscriptionId}`;

/** The body that takes all subscriptions of the versions that were chosen. */
export const wholeMigrationBody = (values: FormValues): NewPlanMigration => {
  const from = text(values, 'fromVersion');
  return {
    toVersion: Number(text(values, 'toVersion')),
    effective: effectiveOf(values),
    ...(from === '' ? {} : { fromVersions: [Number(from)] }),
  };
};

/** Whether a subscription is left as it is. */
export const isLeft = (values: FormValues, subscriptionId: string): boolean =>
  values[leftField(subscriptionId)] === true;

/** Whether some of the listed subscriptions are left as they are. */
export const areSomeLeft = (values: FormValues, moves: readonly PreviewedMove[]): boolean =>
  moves.some(({ subscriptionId }) => isLeft(values, subscriptionId));

/** The body of the call: where some are left as they are, it names the others that move. */
export const migrationBody = (
  values: FormValues,
  moves: readonly PreviewedMove[],
): NewPlanMigration => {
  const whole = wholeMigrationBody(values);
  if (!areSomeLeft(values, moves)) return whole;
  const chosen = moves.filter(
    ({ subscriptionId, outcome }) => outcome === 'moved' && !isLeft(values, subscriptionId),
  );
  return { ...whole, subscriptionIds: chosen.map(({ subscriptionId }) => subscriptionId) };
};

/** Whether one may choose among so many: the call names those that move. */
export const mayChooseAmong = (total: number): boolean => total <= namedSubscriptionsMax;

/** Whether the form says enough for a preview. */
export const isMigrationComplete = (values: FormValues): boolean =>
  text(values, 'effective') !== 'on' || text(values, 'effective.on') !== '';

/** How many of these moves have each outcome. */
export const countOutcomes = (
  moves: readonly Pick<PreviewedMove, 'outcome'>[],
): Readonly<Record<PreviewedMove['outcome'], number>> => {
  const of = (wanted: PreviewedMove['outcome']): number =>
    moves.filter(({ outcome }) => outcome === wanted).length;
  return { moved: of('moved'), unchanged: of('unchanged'), refused: of('refused') };
};
