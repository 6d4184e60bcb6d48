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
