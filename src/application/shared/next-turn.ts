/**
 * Ends once all that this process has received by now was looked at, so that calls that came
 * together are seen together. Where nothing else is to be done it takes no time.
 */
export type NextTurn = () => Promise<void>;
