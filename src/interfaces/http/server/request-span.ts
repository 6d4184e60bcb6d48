import type { IncomingHttpHeaders } from 'node:http';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Request } from 'express';
import { headerOf } from '#interfaces/http/request/request-headers.ts';

const tracer = trace.getTracer('billing-service');

/** The span of one request, and the trace that it is a part of. */
export interface RequestSpan {
  /** Of the caller's `traceparent` (W3C Trace Context) or of our own span, if any. */
  readonly traceId: string | undefined;
  run(next: () => void): void;
  end(method: string, route: string, status: number): void;
}

/** Begins the server span of a request. Without an SDK only the caller's trace id is read. */
export const beginRequest = (
  { method: asked }: Request,
  headers: IncomingHttpHeaders,
): RequestSpan => {
  const parent = propagation.extract(context.active(), headers);
  const span = tracer.startSpan(asked, { kind: SpanKind.SERVER }, parent);
  const own = span.spanContext();
  return {
    traceId: trace.isSpanContextValid(own) ? own.traceId : traceIdIn(headers),
    run: (next) => context.with(trace.setSpan(parent, span), next),
    end: (method, route, status) => {
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
};

const traceIdIn = (headers: IncomingHttpHeaders): string | undefined => {
  const traceparent = headerOf({ headers }, 'traceparent') ?? '';
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent)?.[1];
};
