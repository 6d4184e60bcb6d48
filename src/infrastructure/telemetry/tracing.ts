import type { Attributes } from '@opentelemetry/api';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { DomainError } from '#domain/shared/errors.ts';

const tracer = trace.getTracer('billing-service');

/** Runs `work` in a span of its own. Without an SDK it costs next to nothing. */
const inSpan = <Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
): Promise<Result> =>
  tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // A refusal is an outcome; anything else is our fault.
      if (error instanceof DomainError) span.setAttribute('billing.refusal', error.code);
      else {
        span.recordException(error instanceof Error ? error : String(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      throw error;
    } finally {
      span.end();
    }
  });

interface Executable {
  execute(context: unknown, input: unknown): Promise<unknown>;
}

/** The same use case, each call in a span of this name. */
export const tracedOne = <One extends Executable>(name: string, useCase: One): One => ({
  ...useCase,
  execute: (context: unknown, input: unknown) =>
    inSpan(name, tenantIn(context), () => useCase.execute(context, input)),
});

/** The same use cases, each call in a span that is named after its group and itself. */
export const traced = <Groups extends object>(groups: Groups): Groups =>
  Object.fromEntries(
    Object.entries(groups as Record<string, Record<string, Executable>>).map(([group, members]) => [
      group,
      Object.fromEntries(
        Object.entries(members).map(([name, useCase]) => [
          name,
          tracedOne(`${group}.${name}`, useCase),
        ]),
      ),
    ]),
  ) as Groups;

const tenantIn = (context: unknown): Attributes =>
  context !== null && typeof context === 'object' && 'tenantId' in context
    ? { 'billing.tenant_id': String(context.tenantId) }
    : {};

/** The part of OpenTelemetry's SDK that is used, which is not a dependency of ours. */
interface Sdk {
  readonly NodeSDK: new (options: {
    serviceName: string;
  }) => {
    start(): void;
    shutdown(): Promise<void>;
  };
}

/**
 * Starts OpenTelemetry's SDK, which reads its own variables, where one of them names an exporter.
 * @throws {Error} when it is asked for and not installed.
 */
export const startTracing = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<() => Promise<void>> => {
  const wanted = [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'OTEL_TRACES_EXPORTER',
  ].some((name) => (environment[name] ?? '') !== '');
  if (!wanted || environment['OTEL_SDK_DISABLED'] === 'true') return async () => undefined;
  const name = '@opentelemetry/sdk-node';
  const { NodeSDK } = await (import(name) as Promise<Sdk>).catch(() => {
    throw new Error(`OpenTelemetry is asked for by its variables: npm install ${name}`);
  });
  const sdk = new NodeSDK({ serviceName: environment['OTEL_SERVICE_NAME'] ?? 'billing-service' });
  sdk.start();
  return () => sdk.shutdown();
};
