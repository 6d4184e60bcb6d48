import { DomainError } from '#domain/shared/errors.ts';

export class WebhookEndpointNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'webhook_endpoint_not_found';
  readonly kind = WebhookEndpointNotFound.kind;
  readonly code = WebhookEndpointNotFound.code;

  constructor() {
    super('There is no such webhook endpoint.');
  }
}

export class WebhookDeliveryNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'webhook_delivery_not_found';
  readonly kind = WebhookDeliveryNotFound.kind;
  readonly code = WebhookDeliveryNotFound.code;

  constructor() {
    super('There is no such webhook delivery.');
  }
}

/** Nothing is sent to a disabled endpoint. */
export class WebhookEndpointDisabled extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'webhook_endpoint_disabled';
  readonly kind = WebhookEndpointDisabled.kind;
  readonly code = WebhookEndpointDisabled.code;

  constructor() {
    super('The webhook endpoint is disabled: enable it first.');
  }
}
