import type { MeterDefinition, MeterDefinitionInput } from '#domain/metering/definition.ts';
import { definitionReaders } from '#domain/metering/definition.ts';
import { MeterFixed } from '#domain/metering/errors.ts';
import type { meterEventTypes } from '#domain/metering/event-types.ts';
import { checkAll, orNull } from '#domain/shared/check.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import type { JsonObject } from '#domain/shared/snapshot.ts';
import {
  asStored,
  instant,
  listOf,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import { parseCode, parseName, parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

export interface MeterFacts extends MeterDefinition {
  readonly id: MeterId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Unique in the tenant, for good. */
  readonly code: string;
  /** As invoices and people name it: `API requests`. */
  readonly name: string;
  /** The unit that is counted, as people read it: `GB`. */
  readonly unit: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly archivedAt: Instant | null;
}

/** A meter as people describe it, before anything was checked. */
export interface MeterInput extends MeterDefinitionInput {
  readonly code: string;
  readonly name: string;
  readonly unit?: string | null | undefined;
}

/** The changes: absent stays. To state anything again, as it is, is no change. */
export type MeterChanges = {
  readonly [Field in keyof MeterInput]?: MeterInput[Field] | undefined;
};

export const meterStatuses = ['active', 'archived'] as const;
export type MeterStatus = (typeof meterStatuses)[number];

/** The longest name of a unit, in UTF-16 code units. */
export const unitLengthMax = 40;

/** A way of counting events, in one of the two states of its life. */
export type Meter = ActiveMeter | ArchivedMeter;

/** One that prices may name, and that judges the events that come in. */
export class ActiveMeter {
  readonly status = 'active' as const;
  readonly facts: MeterFacts & { readonly archivedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: ActiveMeter['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: MeterId, input: MeterInput, now: Instant): ActiveMeter {
    const described = checkAll(readersOf(input));
    const times = { createdAt: now, updatedAt: now, archivedAt: null };
    const facts = { id, version: 0, ...described, ...times };
    return new ActiveMeter(facts, [happened('meter.created', now, null, facts)]);
  }

  /**
   * Changes name and unit. The meter itself where nothing differs.
   * @throws {InvalidValue | MeterFixed}
   */
  change(changes: MeterChanges, now: Instant): ActiveMeter {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const input = { ...this.facts, ...Object.fromEntries(given) };
    // Of the stored fields only those are judged again that the change gives.
    const readers = Object.entries(readersOf(input)).filter(([name]) => name in changes);
    const read = checkAll(Object.fromEntries(readers)) as Partial<MeterFacts>;
    const facts = { ...this.facts, ...defined(read, given) };
    const { name, unit } = facts;
    if (!encoder.isEqual(stated(facts), stated({ ...this.facts, name, unit }))) {
      throw new MeterFixed();
    }
    if (encoder.isEqual(stated(facts), stated(this.facts))) return this;
    const changed = { ...this.facts, name, unit, updatedAt: now };
    const updated = happened('meter.updated', now, this, changed);
    return new ActiveMeter(changed, [...this.events, updated]);
  }

  archive(now: Instant): ArchivedMeter {
    const facts = { ...this.facts, updatedAt: now, archivedAt: now };
    const archived = happened('meter.archived', now, this, facts);
    return new ArchivedMeter(facts, [...this.events, archived]);
  }
}

/** One that no new price names. Those that name it go on counting by it. */
export class ArchivedMeter {
  readonly status = 'archived' as const;
  readonly facts: MeterFacts & { readonly archivedAt: Instant };
  readonly events: readonly DomainEvent[];

  constructor(facts: ArchivedMeter['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }
}

/** The meter with these facts, in the state that its times tell. */
export const meterOf = (facts: MeterFacts): Meter => {
  const { archivedAt } = facts;
  return archivedAt === null
    ? new ActiveMeter({ ...facts, archivedAt })
    : new ArchivedMeter({ ...facts, archivedAt });
};

const readersOf = (input: MeterInput) => ({
  code: () => parseCode(input.code),
  name: () => parseName(input.name),
  unit: () => orNull((unit: string) => parseText(unit, unitLengthMax))(input.unit),
  ...definitionReaders(input),
});

const defined = (
  read: Partial<MeterFacts>,
  given: readonly (readonly [name: string, value: unknown])[],
): Partial<MeterFacts> => {
  const names = new Set(given.map(([name]) => name));
  return Object.fromEntries(Object.entries(read).filter(([name]) => names.has(name)));
};

// Plain JSON already. A storage may give its fields back in another order.
const json = {
  encode: (value: object): JsonObject => value as JsonObject,
  isEqual: (one: object, other: object): boolean => sorted(one) === sorted(other),
};

const sorted = (value: object): string => JSON.stringify(value, Object.keys(value).toSorted());

const encoder = objectOf<MeterFacts & { readonly status: MeterStatus }>({
  id: plain,
  version: plain,
  code: plain,
  name: plain,
  unit: plain,
  eventType: plain,
  filters: listOf(json),
  aggregation: plain,
  property: plain,
  groupBy: listOf(plain),
  isCarriedOver: plain,
  removal: nullable(json),
  rounding: nullable(json),
  status: plain,
  createdAt: instant,
  updatedAt: instant,
  archivedAt: nullable(instant),
});

const stated = (facts: MeterFacts) => ({
  ...facts,
  status: facts.archivedAt === null ? ('active' as const) : ('archived' as const),
});

const happened = (
  type: (typeof meterEventTypes)[number],
  at: Instant,
  before: ActiveMeter | null,
  after: MeterFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  occurredAt: at,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: encoder.encode(stated(onceStored(after))),
});
