import { describe, expect, test } from 'vitest';
import {
  countOutcomes,
  isMigrationComplete,
  leftField,
  migrationBody,
  newMigrationValues,
  wholeMigrationBody,
} from '../../panel/values/migration-body.ts';
import type { PreviewedMove } from '../../panel/wire/types.ts';

const move = (
  subscriptionId: string,
  outcome: PreviewedMove['outcome'] = 'moved',
): PreviewedMove => ({
  subscriptionId,
  outcome,
  refusal: null,
  effectiveAt: null,
  now: [],
  next: null,
});
const moves = [move('sub_a'), move('sub_b'), move('sub_c', 'refused'), move('sub_d', 'unchanged')];
const fresh = newMigrationValues(3);

describe('a move of many subscriptions', () => {
  test('takes all of the other versions at the end of the period, where nothing is said', () => {
    expect(migrationBody(fresh, moves)).toEqual({ toVersion: 3, effective: 'period_end' });
  });

  test('takes those of one version, from a day on', () => {
    const typed = { ...fresh, fromVersion: '1', effective: 'on', 'effective.on': '2026-12-01' };

    expect(wholeMigrationBody(typed)).toEqual({
      toVersion: 3,
      fromVersions: [1],
      effective: { on: '2026-12-01' },
    });
    expect(isMigrationComplete(typed)).toBe(true);
    expect(isMigrationComplete({ ...typed, 'effective.on': '' })).toBe(false);
  });

  test('names those that move, where some are left as they are', () => {
    const left = { ...fresh, [leftField('sub_a')]: true };

    expect(migrationBody(left, moves)).toEqual({
      toVersion: 3,
      effective: 'period_end',
      subscriptionIds: ['sub_b'],
    });
    const back = { ...left, [leftField('sub_a')]: false };
    expect(migrationBody(back, moves)).toEqual(wholeMigrationBody(fresh));
    const ofAnother = { ...fresh, [leftField('sub_z')]: true };
    expect(migrationBody(ofAnother, moves)).toEqual(wholeMigrationBody(fresh));
  });

  test('says how many have each outcome', () => {
    expect(countOutcomes(moves)).toEqual({ moved: 2, unchanged: 1, refused: 1 });
  });
});
