// The events that the product is sent, and that the floor writes.

/** The parts of an event that differ from one to the next. */
export interface DrawnEvent {
  readonly id: string;
  readonly time: string;
  readonly data: string;
}

export const eventType = 'traffic.sent';
export const eventSource = 'gateway-1';

/** The feature of a plan that limits what one of the meters counts. */
export const limitCode = 'requests';

/** Meters that count these events: as many measure each event. */
export const meters: readonly object[] = [
  {
    code: 'traffic',
    name: 'Traffic',
    eventType,
    aggregation: 'sum',
    property: 'gigabytes',
    filters: [{ property: 'network', in: ['public', 'cdn'] }],
    groupBy: ['region'],
  },
  { code: 'requests', name: 'Requests', eventType, aggregation: 'count' },
];

/** Draws events of the last hours, each with an id of its own. */
export class EventDraw {
  readonly #mark: string;
  #drawn = 0;

  /** @param mark tells the ids of one draw from those of another */
  constructor(mark: string) {
    this.#mark = mark;
  }

  next(): DrawnEvent {
    const number = this.#drawn;
    this.#drawn += 1;
    return {
      id: `${this.#mark}-${number}`,
      time: new Date(Date.now() - (number % 3600) * 1000).toISOString(),
      data:
        `{"network":"public","gigabytes":"${number % 90}.${10 + (number % 90)}",` +
        `"region":"${number % 2 === 0 ? 'eu' : 'us'}","status":200}`,
    };
  }
}
