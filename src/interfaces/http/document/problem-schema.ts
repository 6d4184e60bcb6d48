import { reportedFaultsMax } from '#interfaces/http/response/problem.ts';

/** The schema of every refusal, in the terms of OpenAPI 3.1. */
export const problemSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable: branch on this.' },
    requestId: { type: 'string' },
    moreErrors: {
      type: 'integer',
      minimum: 1,
      description:
        'How many faults there are beside those in `errors`; absent where there is none.',
    },
    errors: {
      type: 'array',
      description: `All faults at once, up to ${reportedFaultsMax}.`,
      maxItems: reportedFaultsMax,
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description:
              'JSON Pointer into the body; below `/query` and `/path` for parameters. ' +
              'A name longer than 200 characters is cut.',
          },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
} as const;
