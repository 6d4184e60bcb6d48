import { randomBytes } from 'node:crypto';
import type { SecretOwner, WebhookSecrets } from '#application/webhooks/ports.ts';
import type { SealedSecret } from '#domain/webhooks/webhook-endpoint.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { CannotOpen } from '#infrastructure/security/sealer.ts';

/** Signing secrets as Standard Webhooks 1.0 writes them, sealed for their endpoint. */
export class SealedWebhookSecrets implements WebhookSecrets {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  issue(owner: SecretOwner): { readonly secret: string; readonly sealed: SealedSecret } {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const sealed = this.#sealer.seal(secret, webhookSecretPurpose(owner)) as SealedSecret;
    return { secret, sealed };
  }

  open(owner: SecretOwner, sealed: SealedSecret): string | undefined {
    try {
      return this.#sealer.open(sealed, webhookSecretPurpose(owner));
    } catch (error) {
      if (error instanceof CannotOpen) return undefined;
      throw error;
    }
  }
}

/** The purpose that the secret of an endpoint is sealed for. */
export const webhookSecretPurpose = ({ tenantId, endpointId }: SecretOwner): string =>
  `webhook-secret/${tenantId}/${endpointId}`;
