import fc from 'fast-check';
import { test } from 'vitest';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { checkWaitingLaw, inLongTime } from '../support/laws.ts';
import {
  committedAnew,
  committedForADay,
  histories,
  paidAfterTrial,
  paidThenOwed,
} from './change-histories.ts';
import { playPreviewed } from './previewed-histories.ts';

// `PREVIEW_RUNS=2000 npx vitest run test/properties/previewed-changes.property.test.ts` for many.

test('a preview is what happens', inLongTime, async () => {
  await checkWaitingLaw(
    fc.asyncProperty(histories, async (history) => {
      await playPreviewed(await openMemoryStorage(), history);
    }),
    {
      numRuns: Number(process.env['PREVIEW_RUNS'] ?? 300),
      examples: [[paidThenOwed], [paidAfterTrial], [committedForADay], [committedAnew]],
    },
  );
});
