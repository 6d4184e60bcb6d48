import type { Logger } from 'pino';
import { pino } from 'pino';

/** Log lines as JSON; as text for people when they go to a terminal. */
export const createLogger = (level: string, terminal: boolean): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Ids are all that a line may say of people. What could still carry more is cut out here.
    redact: { paths: ['*.password', '*.token', '*.authorization', '*.email'], censor: '[cut]' },
    // What a driver hangs on its errors (parameters, the row at fault) is somebody's data.
    serializers: { err: errorLine },
    formatters: { level: (label) => ({ level: label }) },
    ...(terminal
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
          },
        }
      : {}),
  });

const errorLine = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return { type: name, message, stack, ...(code !== undefined && { code }) };
};
