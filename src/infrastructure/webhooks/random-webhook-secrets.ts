import { randomBytes } from 'node:crypto';
import type { WebhookSecrets } from '#application/webhooks/ports.ts';

/** Signing secrets as Standard Webhooks 1.0 writes them. */
export class RandomWebhookSecrets implements WebhookSecrets {
  next(): string {
    return `whsec_${randomBytes(32).toString('base64')}`;
  }
}
