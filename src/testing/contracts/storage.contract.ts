import type { OpenStorage } from '../harness.ts';
import { apiKeyQueriesContract, apiKeyRepositoryContract } from './api-key.contract.ts';
import { auditChainContract, auditEntryQueriesContract } from './audit-queries.contract.ts';
import { billingAccountContract, dueAccountsContract } from './billing-account.contract.ts';
import { businessTimeContract } from './business-time.contract.ts';
import { planQueriesContract, productQueriesContract } from './catalog-queries.contract.ts';
import { chargeRepositoryContract } from './charge-repository.contract.ts';
import { customerQueriesContract } from './customer-queries.contract.ts';
import { customerRepositoryContract } from './customer-repository.contract.ts';
import { customerSearchContract } from './customer-search.contract.ts';
import { eventDeliveryContract } from './event-delivery.contract.ts';
import { eventPositionsContract } from './event-positions.contract.ts';
import { eventSequenceContract } from './event-sequence.contract.ts';
import { freshReadsContract } from './fresh-reads.contract.ts';
import { idempotencyRecordsContract, idempotentRunsContract } from './idempotency.contract.ts';
import {
  directoryContract,
  invitationQueriesContract,
  userQueriesContract,
} from './identity-queries.contract.ts';
import {
  membershipRepositoryContract,
  userRepositoryContract,
} from './identity-repositories.contract.ts';
import { installationContract } from './installation.contract.ts';
import { invitationRepositoryContract } from './invitation.contract.ts';
import { invoiceRepositoryContract } from './invoice-repository.contract.ts';
import {
  billingIssueQueriesContract,
  invoiceQueriesContract,
} from './invoicing-queries.contract.ts';
import {
  balanceRepositoryContract,
  billingIssueRepositoryContract,
  numberSeriesContract,
  paymentRepositoryContract,
} from './invoicing-repositories.contract.ts';
import { jobsContract, overdueDeliveriesContract } from './jobs.contract.ts';
import { mailOutboxContract } from './mail-outbox.contract.ts';
import { planRepositoryContract } from './plan-repository.contract.ts';
import { productRepositoryContract } from './product-repository.contract.ts';
import { readAccessContract } from './read-access.contract.ts';
import { recordingContract } from './recording.contract.ts';
import { sessionRepositoryContract } from './session.contract.ts';
import { subscriptionQueriesContract } from './subscription-queries.contract.ts';
import {
  planVersionContract,
  subscriptionCursorContract,
  subscriptionRepositoryContract,
} from './subscription-repository.contract.ts';
import { tenantQueriesContract, tenantRepositoryContract } from './tenant.contract.ts';
import { testClockContract } from './test-clock.contract.ts';
import { unitOfWorkContract } from './unit-of-work.contract.ts';
import { unknownTenantContract } from './unknown-tenant.contract.ts';
import { webhookDeliveryRepositoryContract } from './webhook-delivery.contract.ts';
import { webhookEndpointRepositoryContract } from './webhook-endpoint.contract.ts';
import {
  eventQueriesContract,
  webhookDeliveryQueriesContract,
  webhookEndpointQueriesContract,
} from './webhook-queries.contract.ts';

/** Every law of every storage port, for a storage that is complete. */
export const storageContracts = (name: string, open: OpenStorage): void => {
  unitOfWorkContract(name, open);
  businessTimeContract(name, open);
  recordingContract(name, open);
  idempotentRunsContract(name, open);
  eventPositionsContract(name, open);
  eventDeliveryContract(name, open);
  eventSequenceContract(name, open);
  idempotencyRecordsContract(name, open);
  readAccessContract(name, open);
  freshReadsContract(name, open);
  unknownTenantContract(name, open);
  tenantRepositoryContract(name, open);
  tenantQueriesContract(name, open);
  testClockContract(name, open);
  userRepositoryContract(name, open);
  membershipRepositoryContract(name, open);
  invitationRepositoryContract(name, open);
  sessionRepositoryContract(name, open);
  userQueriesContract(name, open);
  invitationQueriesContract(name, open);
  directoryContract(name, open);
  customerRepositoryContract(name, open);
  customerQueriesContract(name, open);
  customerSearchContract(name, open);
  productRepositoryContract(name, open);
  planRepositoryContract(name, open);
  productQueriesContract(name, open);
  planQueriesContract(name, open);
  planVersionContract(name, open);
  billingAccountContract(name, open);
  dueAccountsContract(name, open);
  chargeRepositoryContract(name, open);
  invoiceRepositoryContract(name, open);
  numberSeriesContract(name, open);
  paymentRepositoryContract(name, open);
  balanceRepositoryContract(name, open);
  billingIssueRepositoryContract(name, open);
  invoiceQueriesContract(name, open);
  billingIssueQueriesContract(name, open);
  subscriptionRepositoryContract(name, open);
  subscriptionCursorContract(name, open);
  subscriptionQueriesContract(name, open);
  apiKeyRepositoryContract(name, open);
  apiKeyQueriesContract(name, open);
  webhookEndpointRepositoryContract(name, open);
  webhookDeliveryRepositoryContract(name, open);
  webhookEndpointQueriesContract(name, open);
  webhookDeliveryQueriesContract(name, open);
  eventQueriesContract(name, open);
  auditEntryQueriesContract(name, open);
  auditChainContract(name, open);
  jobsContract(name, open);
  overdueDeliveriesContract(name, open);
  mailOutboxContract(name, open);
  installationContract(name, open);
};
