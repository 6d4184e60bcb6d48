// The names of the sequence of events that the package exports.

export type { EventPage, ReadEventsInput } from '#application/events/read-events.ts';
export type { EventUseCases } from '#application/events/use-cases.ts';
export * from '#domain/events/errors.ts';
