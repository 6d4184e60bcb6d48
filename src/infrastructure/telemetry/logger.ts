import type { Logger, LoggerOptions } from 'pino';
import { pino } from 'pino';

const errorLine = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return { type: name, message, stack, ...(code !== undefined && { code }) };
};

const options: LoggerOptions = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  // Ids are all that a line may say of people. What could still carry more is cut out here.
  redact: { paths: ['*.password', '*.token', '*.authorization', '*.email'], censor: '[cut]' },
  // The properties of a driver's errors (parameters, the row at fault) are somebody's data.
  serializers: { err: errorLine },
  formatters: { level: (label) => ({ level: label }) },
};
const pretty = {
  target: 'pino-pretty',
  options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
};

// A write of each line costs more than all else that is done for a request, where PostgreSQL keeps
// the same disk busy. What is not written yet at exit is written then.
const inBatches = { sync: false, minLength: 8_192, periodicFlush: 50 } as const;

/** Log lines as JSON; as text for people when they go to a terminal. */
export const createLogger = (level: string, terminal: boolean): Logger =>
  terminal
    ? pino({ ...options, level, transport: pretty })
    : pino({ ...options, level }, pino.destination(inBatches));
