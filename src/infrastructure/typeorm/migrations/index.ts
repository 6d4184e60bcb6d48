import { Core1764000000000 } from '#infrastructure/typeorm/migrations/1764000000000-core.ts';
import { Trust1764500000000 } from '#infrastructure/typeorm/migrations/1764500000000-trust.ts';
import { SwiftWrites1764600000000 } from '#infrastructure/typeorm/migrations/1764600000000-swift-writes.ts';
import { SearchTokens1764700000000 } from '#infrastructure/typeorm/migrations/1764700000000-search-tokens.ts';
import { WrittenActorIds1764800000000 } from '#infrastructure/typeorm/migrations/1764800000000-written-actor-ids.ts';

/**
 * All migrations, oldest first. Listed by hand, so that nothing depends on what lies in a folder.
 */
export const migrations = [
  Core1764000000000,
  Trust1764500000000,
  SwiftWrites1764600000000,
  SearchTokens1764700000000,
  WrittenActorIds1764800000000,
];
