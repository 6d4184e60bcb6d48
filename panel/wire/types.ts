// Made by `npm run docs` from the OpenAPI document. Changes here are lost.

export type Money = {
  readonly amount: number;
  readonly currency: string;
};

export type NewUsageAlert = {
  readonly code?: string | null;
  readonly name: string;
  readonly customerId?: string | null;
  readonly subscriptionId?: string | null;
  readonly measure: 'quantity' | 'amount';
  readonly meterId?: string | null;
  readonly currency?: string | null;
  readonly priceCode?: string | null;
  readonly thresholds: readonly (string)[];
  readonly every?: string | null;
};

export type UsageAlertChanges = {
  readonly code?: string | null;
  readonly name?: string;
  readonly thresholds?: readonly (string)[];
  readonly every?: string | null;
};

export type UsageAlert = {
  readonly id: string;
  readonly version: number;
  readonly code: string | null;
  readonly name: string;
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly measure: 'quantity' | 'amount';
  readonly meterId: string | null;
  readonly currency: string | null;
  readonly priceCode: string | null;
  readonly thresholds: readonly (string)[];
  readonly every: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type UsageAlertPeriod = {
  readonly start: string;
  readonly end: string;
  readonly startsAt: string;
  readonly endsAt: string;
};

export type UsageAlertFailure = {
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly period: UsageAlertPeriod;
  readonly code: string;
  readonly detail: string;
  readonly failedAt: string;
};

export type ReachedThreshold = {
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly period: UsageAlertPeriod;
  readonly threshold: string;
  readonly value: string;
  readonly reachedAt: string;
};

export type UsageAlertDetail = {
  readonly id: string;
  readonly version: number;
  readonly code: string | null;
  readonly name: string;
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly measure: 'quantity' | 'amount';
  readonly meterId: string | null;
  readonly currency: string | null;
  readonly priceCode: string | null;
  readonly thresholds: readonly (string)[];
  readonly every: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly reached: readonly (ReachedThreshold)[];
  readonly failures: readonly (UsageAlertFailure)[];
};

export type UsageAlertReached = {
  readonly alertId: string;
  readonly code: string | null;
  readonly name: string;
  readonly meterId: string | null;
  readonly currency: string | null;
  readonly priceCode: string | null;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly period: UsageAlertPeriod;
  readonly threshold: string;
  readonly value: string;
  readonly reachedAt: string;
};

export type AuditEntry = {
  readonly id: string;
  readonly sequence: number;
  readonly hash: string;
  readonly action: string;
  readonly resourceId: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly createdAt: string;
  readonly occurredAt?: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};

export type AuditVerification = {
  readonly isIntact: boolean;
  readonly head: {
  readonly sequence: number;
  readonly hash: string;
};
  readonly firstBreach: {
  readonly sequence: number;
  readonly id: string | null;
  readonly reason: 'missing' | 'altered' | 'inserted' | 'head_missing';
} | null;
};

export type LastAuditVerification = {
  readonly verification: {
  readonly isIntact: boolean;
  readonly head: {
  readonly sequence: number;
  readonly hash: string;
};
  readonly firstBreach: {
  readonly sequence: number;
  readonly id: string | null;
  readonly reason: 'missing' | 'altered' | 'inserted' | 'head_missing';
} | null;
  readonly verifiedAt: string;
} | null;
};

export type Interval = {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  readonly count: number;
};

export type PriceTier = {
  readonly upTo: string | Readonly<Record<string, string>> | null;
  readonly unitAmount?: string | null;
  readonly flatAmount?: Money | null;
  readonly rate?: string | null;
  readonly packageSize?: string | null;
  readonly amount?: Money | null;
};

export type MatrixCell = {
  readonly when: Readonly<Record<string, string>>;
  readonly unitAmount: string;
};

export type FeatureInput = {
  readonly code: string;
  readonly kind: 'boolean' | 'limit' | 'value';
  readonly meterId?: string | null;
  readonly limit?: string | null;
  readonly interval?: {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  readonly count: number;
} | null;
  readonly value?: string | null;
};

export type Feature = {
  readonly code: string;
  readonly kind: 'boolean' | 'limit' | 'value';
  readonly meterId?: string | null;
  readonly limit?: string | null;
  readonly interval?: Interval | null;
  readonly value?: string | null;
};

export type PriceInput = {
  readonly id?: string;
  readonly code?: string;
  readonly name: string;
  readonly kind?: 'recurring' | 'usage' | 'one_time';
  readonly model?: 'flat' | 'per_unit' | 'graduated' | 'volume' | 'stairstep' | 'capacity' | 'package' | 'percentage' | 'graduated_percentage' | 'dynamic' | 'matrix';
  readonly billed?: 'in_advance' | 'in_arrears';
  readonly interval?: Interval | null;
  readonly isOptional?: boolean;
  readonly isProrated?: boolean;
  readonly inTrial?: 'free' | 'charged';
  readonly meterId?: string | null;
  readonly meterIds?: readonly (string)[] | null;
  readonly groupBy?: readonly (string)[] | null;
  readonly amount?: Money | null;
  readonly unitAmount?: string | null;
  readonly tiers?: readonly (PriceTier)[] | null;
  readonly packageSize?: string | null;
  readonly freeUnits?: string | null;
  readonly rate?: string | null;
  readonly fixedAmount?: string | null;
  readonly freeEvents?: number | null;
  readonly freeValue?: string | null;
  readonly perEventMinimum?: string | null;
  readonly perEventMaximum?: string | null;
  readonly amountProperty?: string | null;
  readonly dimensions?: readonly (string)[] | null;
  readonly cells?: readonly (MatrixCell)[] | null;
  readonly defaultUnitAmount?: string | null;
  readonly chargesAtZero?: boolean | null;
  readonly minimum?: Money | null;
  readonly maximum?: Money | null;
};

export type Price = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'recurring' | 'usage' | 'one_time';
  readonly model: 'flat' | 'per_unit' | 'graduated' | 'volume' | 'stairstep' | 'capacity' | 'package' | 'percentage' | 'graduated_percentage' | 'dynamic' | 'matrix';
  readonly billed: 'in_advance' | 'in_arrears';
  readonly code?: string;
  readonly interval?: Interval | null;
  readonly isOptional?: boolean;
  readonly isProrated?: boolean;
  readonly inTrial?: 'free' | 'charged';
  readonly meterId?: string | null;
  readonly meterIds?: readonly (string)[] | null;
  readonly groupBy?: readonly (string)[] | null;
  readonly amount?: Money | null;
  readonly unitAmount?: string | null;
  readonly tiers?: readonly (PriceTier)[] | null;
  readonly packageSize?: string | null;
  readonly freeUnits?: string | null;
  readonly rate?: string | null;
  readonly fixedAmount?: string | null;
  readonly freeEvents?: number | null;
  readonly freeValue?: string | null;
  readonly perEventMinimum?: string | null;
  readonly perEventMaximum?: string | null;
  readonly amountProperty?: string | null;
  readonly dimensions?: readonly (string)[] | null;
  readonly cells?: readonly (MatrixCell)[] | null;
  readonly defaultUnitAmount?: string | null;
  readonly chargesAtZero?: boolean | null;
  readonly minimum?: Money | null;
  readonly maximum?: Money | null;
};

export type BillingPolicyInput = {
  readonly preset?: 'standard' | 'lago' | 'kill_bill' | 'month_30' | 'per_second';
  readonly countedBy?: 'day' | 'second' | 'month_30' | 'none';
  readonly dayOfChange?: 'new' | 'old';
  readonly dayOfEnd?: 'billed' | 'free';
  readonly alignFrom?: 'start' | 'trial_end';
  readonly cycle?: 'keep' | 'restart' | 'same_day';
  readonly trialOnChange?: 'keep' | 'of_new_plan';
  readonly decrease?: 'credit' | 'keep_paid';
  readonly creditAs?: 'next_invoice' | 'balance' | 'credit_note';
  readonly charge?: 'immediately' | 'next_invoice' | 'none';
  readonly cancelCredit?: 'prorated' | 'none' | 'full';
  readonly rounding?: 'half_up' | 'half_even' | 'half_down' | 'up' | 'down';
  readonly taxRounding?: 'per_line' | 'per_rate' | 'per_document';
  readonly inclusiveRounding?: 'tax' | 'net';
  readonly zeroInvoices?: 'issue' | 'skip';
  readonly lateUsage?: 'next_invoice' | 'refuse';
};

export type StatedBillingPolicy = {
  readonly preset?: 'standard' | 'lago' | 'kill_bill' | 'month_30' | 'per_second';
  readonly countedBy?: 'day' | 'second' | 'month_30' | 'none';
  readonly dayOfChange?: 'new' | 'old';
  readonly dayOfEnd?: 'billed' | 'free';
  readonly alignFrom?: 'start' | 'trial_end';
  readonly cycle?: 'keep' | 'restart' | 'same_day';
  readonly trialOnChange?: 'keep' | 'of_new_plan';
  readonly decrease?: 'credit' | 'keep_paid';
  readonly creditAs?: 'next_invoice' | 'balance';
  readonly charge?: 'immediately' | 'next_invoice' | 'none';
  readonly cancelCredit?: 'prorated' | 'none' | 'full';
  readonly rounding?: 'half_up' | 'half_even' | 'half_down' | 'up' | 'down';
  readonly taxRounding?: 'per_line' | 'per_rate' | 'per_document';
  readonly inclusiveRounding?: 'tax' | 'net';
  readonly zeroInvoices?: 'issue' | 'skip';
  readonly lateUsage?: 'next_invoice' | 'refuse';
};

export type BillingPolicy = {
  readonly countedBy: 'day' | 'second' | 'month_30' | 'none';
  readonly dayOfChange: 'new' | 'old';
  readonly dayOfEnd: 'billed' | 'free';
  readonly alignFrom: 'start' | 'trial_end';
  readonly cycle: 'keep' | 'restart' | 'same_day';
  readonly trialOnChange: 'keep' | 'of_new_plan';
  readonly decrease: 'credit' | 'keep_paid';
  readonly creditAs: 'next_invoice' | 'balance';
  readonly charge: 'immediately' | 'next_invoice' | 'none';
  readonly cancelCredit: 'prorated' | 'none' | 'full';
  readonly rounding: 'half_up' | 'half_even' | 'half_down' | 'up' | 'down';
  readonly taxRounding: 'per_line' | 'per_rate' | 'per_document';
  readonly inclusiveRounding: 'tax' | 'net';
  readonly zeroInvoices: 'issue' | 'skip';
  readonly lateUsage: 'next_invoice' | 'refuse';
};

export type NewPlan = {
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly interval: Interval;
  readonly description?: string | null;
  readonly trialDays?: number;
  readonly prices?: readonly (PriceInput)[];
  readonly minimumCommitment?: Money | null;
  readonly usageThresholds?: {
  readonly amounts: readonly (Money)[];
  readonly every?: Money | null;
} | null;
  readonly features?: readonly (FeatureInput)[];
  readonly billingPolicy?: BillingPolicyInput | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly status?: 'draft' | 'active';
};

export type PlanChanges = {
  readonly code?: string;
  readonly name?: string;
  readonly currency?: string;
  readonly interval?: Interval;
  readonly description?: string | null;
  readonly trialDays?: number;
  readonly prices?: readonly (PriceInput)[];
  readonly minimumCommitment?: Money | null;
  readonly usageThresholds?: {
  readonly amounts: readonly (Money)[];
  readonly every?: Money | null;
} | null;
  readonly features?: readonly (FeatureInput)[];
  readonly billingPolicy?: BillingPolicyInput | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly status?: 'draft' | 'active';
};

export type PlanTermsChanges = {
  readonly currency?: string;
  readonly interval?: Interval;
  readonly trialDays?: number;
  readonly prices?: readonly (PriceInput)[];
  readonly minimumCommitment?: Money | null;
  readonly usageThresholds?: {
  readonly amounts: readonly (Money)[];
  readonly every?: Money | null;
} | null;
  readonly features?: readonly (FeatureInput)[];
  readonly billingPolicy?: BillingPolicyInput | null;
};

export type Plan = {
  readonly id: string;
  readonly version: number;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly currency: string;
  readonly interval: Interval;
  readonly trialDays: number;
  readonly prices: readonly (Price)[];
  readonly minimumCommitment?: Money | null;
  readonly usageThresholds?: {
  readonly amounts: readonly (Money)[];
  readonly every: Money | null;
} | null;
  readonly features?: readonly (Feature)[];
  readonly billingPolicy?: StatedBillingPolicy | null;
  readonly status: 'draft' | 'active' | 'archived';
  readonly publishedVersion?: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
};

export type PlanVersion = {
  readonly id: string;
  readonly version: number;
  readonly planId: string;
  readonly number: number;
  readonly status: 'draft' | 'published';
  readonly currency: string;
  readonly interval: Interval;
  readonly trialDays: number;
  readonly prices: readonly (Price)[];
  readonly minimumCommitment?: Money | null;
  readonly usageThresholds?: {
  readonly amounts: readonly (Money)[];
  readonly every: Money | null;
} | null;
  readonly features?: readonly (Feature)[];
  readonly billingPolicy?: StatedBillingPolicy | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishedAt: string | null;
};

export type NewProduct = {
  readonly code: string;
  readonly name: string;
  readonly description?: string | null;
  readonly taxRateIds?: readonly (string)[] | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type ProductChanges = {
  readonly code?: string;
  readonly name?: string;
  readonly description?: string | null;
  readonly taxRateIds?: readonly (string)[] | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type Product = {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly taxRateIds: readonly (string)[] | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type UsageEvents = {
  readonly events: readonly ({
  readonly id: string;
  readonly source?: string;
  readonly type: string;
  readonly time?: string;
  readonly customerId?: string;
  readonly customerExternalId?: string;
  readonly subscriptionId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
})[];
};

export type RecordedUsage = {
  readonly results: readonly ({
  readonly id: string | null;
  readonly outcome: 'accepted' | 'duplicate' | 'refused';
  readonly code?: string;
  readonly detail?: string;
})[];
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
};

export type Usage = {
  readonly timeZone: string;
  readonly data: readonly ({
  readonly start: string;
  readonly end: string;
  readonly group?: Readonly<Record<string, string | null>>;
  readonly quantity: string;
})[];
};

export type PreviewedPrice = {
  readonly id?: string;
  readonly code?: string;
  readonly name?: string;
  readonly kind?: 'recurring' | 'usage' | 'one_time';
  readonly model?: 'flat' | 'per_unit' | 'graduated' | 'volume' | 'stairstep' | 'capacity' | 'package' | 'percentage' | 'graduated_percentage' | 'dynamic' | 'matrix';
  readonly billed?: 'in_advance' | 'in_arrears';
  readonly interval?: Interval | null;
  readonly isOptional?: boolean;
  readonly isProrated?: boolean;
  readonly inTrial?: 'free' | 'charged';
  readonly meterId?: string | null;
  readonly meterIds?: readonly (string)[] | null;
  readonly groupBy?: readonly (string)[] | null;
  readonly amount?: Money | null;
  readonly unitAmount?: string | null;
  readonly tiers?: readonly (PriceTier)[] | null;
  readonly packageSize?: string | null;
  readonly freeUnits?: string | null;
  readonly rate?: string | null;
  readonly fixedAmount?: string | null;
  readonly freeEvents?: number | null;
  readonly freeValue?: string | null;
  readonly perEventMinimum?: string | null;
  readonly perEventMaximum?: string | null;
  readonly amountProperty?: string | null;
  readonly dimensions?: readonly (string)[] | null;
  readonly cells?: readonly (MatrixCell)[] | null;
  readonly defaultUnitAmount?: string | null;
  readonly chargesAtZero?: boolean | null;
  readonly minimum?: Money | null;
  readonly maximum?: Money | null;
};

export type PricedEvent = {
  readonly value?: string;
  readonly amount?: string;
  readonly properties?: Readonly<Record<string, string>>;
};

export type PreviewedLevel = {
  readonly from: string;
  readonly quantity: string;
};

export type PricePreviewRequest = {
  readonly currency: string;
  readonly price: PreviewedPrice;
  readonly quantity?: string;
  readonly events?: readonly (PricedEvent)[];
  readonly quantities?: Readonly<Record<string, string>>;
  readonly levels?: readonly (PreviewedLevel)[];
  readonly period?: {
  readonly start: string;
  readonly end: string;
};
  readonly timeZone?: string;
  readonly countedBy?: 'day' | 'second' | 'month_30' | 'none';
};

export type PriceStep = {
  readonly text: string;
  readonly quantity?: string;
  readonly unitAmount?: string;
  readonly amount: string;
};

export type PricePreview = {
  readonly exact: string;
  readonly amount: Money;
  readonly steps: readonly (PriceStep)[];
};

export type BillingTermsInput = {
  readonly paymentTermDays?: number | null;
  readonly isStopped?: boolean | null;
  readonly emails?: readonly (string)[] | null;
  readonly taxRateIds?: readonly (string)[] | null;
  readonly locale?: string | null;
};

export type BillingTerms = {
  readonly paymentTermDays: number | null;
  readonly isStopped: boolean;
  readonly emails: readonly (string)[];
  readonly taxRateIds: readonly (string)[] | null;
  readonly locale: string | null;
};

export type AddressInput = {
  readonly line1?: string | null;
  readonly line2?: string | null;
  readonly city?: string | null;
  readonly postalCode?: string | null;
  readonly state?: string | null;
  readonly country: string;
};

export type Address = {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly state: string | null;
  readonly country: string;
};

export type NewCustomer = {
  readonly name: string;
  readonly email: string;
  readonly externalId?: string | null;
  readonly currency?: string | null;
  readonly timeZone?: string | null;
  readonly address?: AddressInput | null;
  readonly taxId?: string | null;
  readonly billing?: BillingTermsInput | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type CustomerChanges = {
  readonly name?: string;
  readonly email?: string;
  readonly externalId?: string | null;
  readonly currency?: string | null;
  readonly timeZone?: string | null;
  readonly address?: AddressInput | null;
  readonly taxId?: string | null;
  readonly billing?: BillingTermsInput | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type Customer = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly externalId: string | null;
  readonly currency: string | null;
  readonly timeZone: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly billing: BillingTerms;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type Event = {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};
};

export type EventPage = {
  readonly data: readonly (Event)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string;
};
};

export type NewApiKey = {
  readonly name: string;
  readonly permissions: readonly ('tenant:read' | 'tenant:write' | 'users:read' | 'users:write' | 'keys:read' | 'keys:write' | 'audit:read' | 'events:read' | 'webhooks:read' | 'webhooks:write' | 'customers:read' | 'customers:write' | 'catalog:read' | 'catalog:write' | 'subscriptions:read' | 'subscriptions:write' | 'invoices:read' | 'invoices:write' | 'entitlements:read' | 'usage:read' | 'usage:write')[];
  readonly expiresAt?: string | null;
};

export type ApiKeyChanges = {
  readonly name?: string;
};

export type ApiKeyRotation = {
  readonly overlapSeconds?: number;
};

export type ApiKey = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly permissions: readonly ('account:manage' | 'self:read' | 'tenant:read' | 'tenant:write' | 'users:read' | 'users:write' | 'keys:read' | 'keys:write' | 'audit:read' | 'events:read' | 'webhooks:read' | 'webhooks:write' | 'customers:read' | 'customers:write' | 'catalog:read' | 'catalog:write' | 'subscriptions:read' | 'subscriptions:write' | 'invoices:read' | 'invoices:write' | 'entitlements:read' | 'usage:read' | 'usage:write')[];
  readonly createdBy: string;
  readonly grantedBy: string | null;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
};

export type IssuedApiKey = {
  readonly apiKey: ApiKey;
  readonly token: string;
};

export type SellerInput = {
  readonly name?: string | null;
  readonly address?: AddressInput | null;
  readonly taxId?: string | null;
  readonly email?: string | null;
  readonly color?: string | null;
  readonly logo?: string | null;
};

export type BillingSettingsInput = {
  readonly seller?: SellerInput | null;
  readonly numberPrefix?: string | null;
  readonly numberResets?: 'never' | 'yearly' | null;
  readonly paymentTermDays?: number | null;
  readonly finalization?: 'automatic' | 'manual' | null;
  readonly graceDays?: number | null;
  readonly upcomingNoticeDays?: number | null;
  readonly booksClosedOn?: string | null;
  readonly isStopped?: boolean | null;
  readonly taxRateIds?: readonly (string)[] | null;
};

export type Seller = {
  readonly name: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly email: string | null;
  readonly color: string | null;
  readonly logo: string | null;
};

export type BillingSettings = {
  readonly seller: Seller;
  readonly numberPrefix: string;
  readonly numberResets: 'never' | 'yearly';
  readonly paymentTermDays: number;
  readonly finalization: 'automatic' | 'manual';
  readonly graceDays: number;
  readonly upcomingNoticeDays: number;
  readonly booksClosedOn: string | null;
  readonly isStopped: boolean;
  readonly taxRateIds: readonly (string)[];
};

export type TestClock = {
  readonly now: string;
  readonly status: 'ready' | 'advancing';
  readonly target: string | null;
  readonly progress: {
  readonly done: number;
  readonly total: number;
} | null;
  readonly report: {
  readonly invoices: number;
} | null;
};

export type TestClockAdvance = {
  readonly to: string;
};

export type UsageSettingsInput = {
  readonly maxAgeDays?: number | null;
  readonly maxFutureMinutes?: number | null;
  readonly retentionDays?: number | null;
};

export type UsageSettings = {
  readonly maxAgeDays: number;
  readonly maxFutureMinutes: number;
  readonly retentionDays: number;
};

export type Tenant = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly mode: 'live' | 'test';
  readonly defaultCurrency: string;
  readonly timeZone: string;
  readonly billing: BillingSettings;
  readonly billingPolicy: BillingPolicy;
  readonly usage: UsageSettings;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type TenantChanges = {
  readonly name?: string;
  readonly defaultCurrency?: string;
  readonly timeZone?: string;
  readonly billing?: BillingSettingsInput | null;
  readonly billingPolicy?: BillingPolicyInput | null;
  readonly usage?: UsageSettingsInput | null;
};

export type TenantSnapshot = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly mode: 'live' | 'test';
  readonly defaultCurrency: string;
  readonly timeZone: string;
  readonly billing: BillingSettings;
  readonly billingPolicy: BillingPolicy;
  readonly usage: UsageSettings;
};

export type User = {
  readonly id: string;
  readonly membershipId: string;
  readonly version: number;
  readonly email: string;
  readonly name: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type SignedIn = {
  readonly tenant: Tenant;
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresIn: number;
};

export type TenantChoice = {
  readonly id: string;
  readonly name: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
};

export type OwnTenant = {
  readonly id: string;
  readonly name: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
  readonly mode: 'live' | 'test';
  readonly timeZone: string;
  readonly defaultCurrency: string;
};

export type Me = {
  readonly user: {
  readonly id: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly name: string;
};
  readonly tenant: OwnTenant;
  readonly permissions: readonly ('account:manage' | 'self:read' | 'tenant:read' | 'tenant:write' | 'users:read' | 'users:write' | 'keys:read' | 'keys:write' | 'audit:read' | 'events:read' | 'webhooks:read' | 'webhooks:write' | 'customers:read' | 'customers:write' | 'catalog:read' | 'catalog:write' | 'subscriptions:read' | 'subscriptions:write' | 'invoices:read' | 'invoices:write' | 'entitlements:read' | 'usage:read' | 'usage:write')[];
  readonly tenants: readonly (TenantChoice)[];
};

export type AccountChanges = {
  readonly name?: string;
  readonly email?: string;
  readonly currentPassword?: string;
};

export type NewTenant = {
  readonly name: string;
  readonly mode?: 'live' | 'test';
  readonly clockStartsAt?: string;
  readonly defaultCurrency?: string;
  readonly timeZone?: string;
};

export type Caller = {
  readonly kind: 'user' | 'apiKey' | 'system';
  readonly tenant: {
  readonly id: string;
  readonly name: string;
  readonly mode: 'live' | 'test';
};
  readonly permissions: readonly ('account:manage' | 'self:read' | 'tenant:read' | 'tenant:write' | 'users:read' | 'users:write' | 'keys:read' | 'keys:write' | 'audit:read' | 'events:read' | 'webhooks:read' | 'webhooks:write' | 'customers:read' | 'customers:write' | 'catalog:read' | 'catalog:write' | 'subscriptions:read' | 'subscriptions:write' | 'invoices:read' | 'invoices:write' | 'entitlements:read' | 'usage:read' | 'usage:write')[];
  readonly user: {
  readonly id: string;
  readonly email: string;
  readonly name: string;
} | null;
  readonly apiKey: ApiKey | null;
};

export type TenantSwitch = {
  readonly tenantId: string;
};

export type PasswordChange = {
  readonly currentPassword: string;
  readonly newPassword: string;
};

export type Signup = {
  readonly tenantName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly mode?: 'live' | 'test';
  readonly clockStartsAt?: string;
  readonly defaultCurrency?: string;
  readonly timeZone?: string;
};

export type Credentials = {
  readonly email: string;
  readonly password: string;
  readonly tenantId?: string;
};

export type RefreshToken = {
  readonly refreshToken: string;
};

export type InvitationAcceptance = {
  readonly token: string;
  readonly name: string;
  readonly password: string;
};

export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresIn: number;
};

export type PasswordResetRequest = {
  readonly email: string;
};

export type PasswordReset = {
  readonly token: string;
  readonly newPassword: string;
};

export type EmailProof = {
  readonly token: string;
};

export type InvitationPreview = {
  readonly tenantName: string;
  readonly email: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
  readonly expiresAt: string;
};

export type Session = {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly client: {
  readonly address: string | null;
  readonly userAgent: string | null;
};
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly createdAt: string;
};

export type Sessions = {
  readonly data: readonly (Session)[];
};

export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
  readonly invitedBy: string | null;
  readonly expiresAt: string;
  readonly createdAt: string;
};

export type IssuedInvitation = {
  readonly invitation: Invitation;
  readonly token: string;
  readonly isMailed: boolean;
};

export type NewInvitation = {
  readonly email: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
};

export type UserChanges = {
  readonly role?: 'ADMIN' | 'FINANCE' | 'USER';
};

export type UserSnapshot = {
  readonly membershipId: string;
  readonly version: number;
  readonly userId: string;
  readonly role: 'ADMIN' | 'FINANCE' | 'USER';
};

export type CustomerBalance = {
  readonly balances: readonly (Money)[];
};

export type BalanceTransaction = {
  readonly id: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly balanceAfter: Money;
  readonly kind: 'invoice_credit' | 'applied' | 'overpayment' | 'adjustment' | 'voided';
  readonly reason: string | null;
  readonly invoiceId: string | null;
  readonly createdAt: string;
};

export type BalanceAdjustment = {
  readonly amount: Money;
  readonly reason: string;
};

export type AdjustedBalance = {
  readonly transactionId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly balance: Money;
  readonly reason: string;
  readonly createdAt: string;
};

export type BillingIssue = {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly code: 'missed_periods' | 'seller_incomplete' | 'failed';
  readonly detail: string;
  readonly moment: string;
  readonly createdAt: string;
  readonly resolvedAt: string | null;
};

export type NewInvoiceLine = {
  readonly description: string;
  readonly quantity?: string;
  readonly unitAmount: string;
  readonly taxRateIds?: readonly (string)[] | null;
};

export type InvoiceLineChanges = {
  readonly description?: string;
  readonly quantity?: string;
  readonly unitAmount?: string;
  readonly taxRateIds?: readonly (string)[] | null;
};

export type NewInvoice = {
  readonly customerId: string;
  readonly currency: string;
  readonly lines: readonly (NewInvoiceLine)[];
  readonly memo?: string | null;
  readonly footer?: string | null;
  readonly purchaseOrder?: string | null;
  readonly paymentTermDays?: number | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly quote?: string;
};

export type InvoiceChanges = {
  readonly memo?: string | null;
  readonly footer?: string | null;
  readonly purchaseOrder?: string | null;
  readonly paymentTermDays?: number | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type VoidInvoice = {
  readonly reissue?: boolean;
  readonly reason?: string | null;
};

export type InvoiceSummary = {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly status: 'draft' | 'finalized' | 'voided' | 'uncollectible';
  readonly paymentStatus: 'unpaid' | 'partially_paid' | 'paid';
  readonly customerId: string;
  readonly currency: string;
  readonly issuedOn: string | null;
  readonly dueOn: string | null;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly movedToBalance: Money;
  readonly total: Money;
  readonly balanceApplied: Money;
  readonly amountDue: Money;
  readonly amountPaid: Money;
  readonly finalizesAt: string | null;
  readonly digest: string | null;
  readonly paymentTermDays: number | null;
  readonly memo: string | null;
  readonly footer: string | null;
  readonly purchaseOrder: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly voidedAt: string | null;
  readonly voidReason: string | null;
  readonly reissuedAs: string | null;
  readonly reissueOf: string | null;
  readonly uncollectibleAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type UpcomingInvoiceNotice = {
  readonly customerId: string;
  readonly currency: string;
  readonly at: string;
  readonly subscriptionIds: readonly (string)[];
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly movedToBalance: Money;
  readonly total: Money;
  readonly balanceApplied: Money;
  readonly amountDue: Money;
};

export type InvoiceSeller = {
  readonly name: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly email: string | null;
  readonly color: string | null;
  readonly logo: string | null;
};

export type InvoiceBuyer = {
  readonly name: string;
  readonly email: string;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly externalId: string | null;
  readonly locale: string | null;
};

export type ServicePeriod = {
  readonly start: string;
  readonly end: string;
};

export type InvoiceLine = {
  readonly id: string;
  readonly kind: 'recurring' | 'usage' | 'commitment' | 'one_time' | 'credit' | 'manual' | 'balance';
  readonly description: string;
  readonly subscriptionId: string | null;
  readonly subscriptionItemId: string | null;
  readonly priceId: string | null;
  readonly group: string | null;
  readonly quantity: string;
  readonly servicePeriod: ServicePeriod | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly timeZone: string | null;
  readonly amount: Money;
  readonly discounts: readonly ({
  readonly source: string;
  readonly amount: Money;
})[];
  readonly taxes: readonly ({
  readonly taxRateId: string;
  readonly name: string;
  readonly rate: string;
  readonly amount: Money;
})[];
  readonly net: Money;
  readonly total: Money;
  readonly corrects: string | null;
};

export type ListedInvoiceLine = {
  readonly invoice: {
  readonly id: string;
  readonly number: string | null;
  readonly status: 'draft' | 'finalized' | 'voided' | 'uncollectible';
  readonly customerId: string;
  readonly currency: string;
  readonly issuedOn: string | null;
};
  readonly id: string;
  readonly kind: 'recurring' | 'usage' | 'commitment' | 'one_time' | 'credit' | 'manual' | 'balance';
  readonly description: string;
  readonly subscriptionId: string | null;
  readonly subscriptionItemId: string | null;
  readonly priceId: string | null;
  readonly group: string | null;
  readonly quantity: string;
  readonly servicePeriod: ServicePeriod | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly timeZone: string | null;
  readonly amount: Money;
  readonly discounts: readonly ({
  readonly source: string;
  readonly amount: Money;
})[];
  readonly taxes: readonly ({
  readonly taxRateId: string;
  readonly name: string;
  readonly rate: string;
  readonly amount: Money;
})[];
  readonly net: Money;
  readonly total: Money;
  readonly corrects: string | null;
};

export type TaxTotal = {
  readonly taxRateId: string;
  readonly name: string;
  readonly rate: string;
  readonly isInclusive: boolean;
  readonly base: Money;
  readonly amount: Money;
};

export type Invoice = {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly status: 'draft' | 'finalized' | 'voided' | 'uncollectible';
  readonly paymentStatus: 'unpaid' | 'partially_paid' | 'paid';
  readonly customerId: string;
  readonly currency: string;
  readonly issuedOn: string | null;
  readonly dueOn: string | null;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly movedToBalance: Money;
  readonly total: Money;
  readonly balanceApplied: Money;
  readonly amountDue: Money;
  readonly amountPaid: Money;
  readonly finalizesAt: string | null;
  readonly digest: string | null;
  readonly paymentTermDays: number | null;
  readonly memo: string | null;
  readonly footer: string | null;
  readonly purchaseOrder: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly voidedAt: string | null;
  readonly voidReason: string | null;
  readonly reissuedAs: string | null;
  readonly reissueOf: string | null;
  readonly uncollectibleAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly seller: InvoiceSeller | null;
  readonly buyer: InvoiceBuyer | null;
  readonly lines: readonly (InvoiceLine)[];
  readonly taxes: readonly (TaxTotal)[];
};

export type LineExplanation = {
  readonly derivation: Readonly<Record<string, unknown>>;
  readonly exact: string;
  readonly amount: Money;
  readonly steps: readonly ({
  readonly text: string;
  readonly quantity?: string;
  readonly unitAmount?: string;
  readonly amount: string;
})[];
};

export type NewPayment = {
  readonly amount: Money;
  readonly paidOn: string;
  readonly reference?: string | null;
};

export type InvoiceVerification = {
  readonly invoices: number;
  readonly lines: number;
  readonly linesWithoutEvents: number;
  readonly faults: readonly ({
  readonly invoiceId: string | null;
  readonly number: string | null;
  readonly code: 'line_amount' | 'line_usage' | 'line_tax' | 'digest' | 'total' | 'gap';
  readonly detail: string;
})[];
};

export type InvoicePreviewLine = {
  readonly kind: 'recurring' | 'usage' | 'commitment' | 'one_time' | 'credit' | 'manual' | 'balance';
  readonly description: string;
  readonly subscriptionId: string | null;
  readonly subscriptionItemId: string | null;
  readonly priceId: string | null;
  readonly group: string | null;
  readonly quantity: string;
  readonly servicePeriod: ServicePeriod | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly timeZone: string | null;
  readonly amount: Money;
  readonly discounts: readonly ({
  readonly source: string;
  readonly amount: Money;
})[];
  readonly taxes: readonly ({
  readonly taxRateId: string;
  readonly name: string;
  readonly rate: string;
  readonly amount: Money;
})[];
  readonly net: Money;
  readonly total: Money;
  readonly corrects: string | null;
};

export type InvoicePreview = {
  readonly customerId: string;
  readonly currency: string;
  readonly at: string;
  readonly lines: readonly (InvoicePreviewLine)[];
  readonly taxes: readonly (TaxTotal)[];
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly movedToBalance: Money;
  readonly total: Money;
  readonly balanceApplied: Money;
  readonly amountDue: Money;
};

export type WrittenInvoicePreview = {
  readonly quote: string;
  readonly now: readonly (InvoicePreview)[];
  readonly next: InvoicePreview | null;
};

export type MeterFilterInput = {
  readonly property: string;
  readonly equals?: string | number | boolean;
  readonly in?: readonly (string | number | boolean)[];
  readonly exists?: boolean;
};

export type QuantityRounding = {
  readonly mode: 'half_up' | 'half_even' | 'half_down' | 'up' | 'down' | 'floor' | 'ceiling';
  readonly decimals: number;
};

export type NewMeter = {
  readonly code: string;
  readonly name: string;
  readonly unit?: string | null;
  readonly eventType: string;
  readonly filters?: readonly (MeterFilterInput)[];
  readonly aggregation: 'count' | 'sum' | 'max' | 'min' | 'latest' | 'unique' | 'average' | 'weighted_sum';
  readonly property?: string | null;
  readonly groupBy?: readonly (string)[];
  readonly isCarriedOver?: boolean;
  readonly removal?: {
  readonly property: string;
  readonly value: string | number | boolean;
} | null;
  readonly rounding?: QuantityRounding | null;
};

export type MeterChanges = {
  readonly code?: string;
  readonly name?: string;
  readonly unit?: string | null;
  readonly eventType?: string;
  readonly filters?: readonly (MeterFilterInput)[];
  readonly aggregation?: 'count' | 'sum' | 'max' | 'min' | 'latest' | 'unique' | 'average' | 'weighted_sum';
  readonly property?: string | null;
  readonly groupBy?: readonly (string)[];
  readonly isCarriedOver?: boolean;
  readonly removal?: {
  readonly property: string;
  readonly value: string | number | boolean;
} | null;
  readonly rounding?: QuantityRounding | null;
};

export type Meter = {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly unit: string | null;
  readonly eventType: string;
  readonly filters: readonly ({
  readonly property: string;
  readonly equals: string;
} | {
  readonly property: string;
  readonly in: readonly (string)[];
} | {
  readonly property: string;
  readonly exists: boolean;
})[];
  readonly aggregation: 'count' | 'sum' | 'max' | 'min' | 'latest' | 'unique' | 'average' | 'weighted_sum';
  readonly property: string | null;
  readonly groupBy: readonly (string)[];
  readonly isCarriedOver: boolean;
  readonly removal: {
  readonly property: string;
  readonly value: string;
} | null;
  readonly rounding: QuantityRounding | null;
  readonly status: 'active' | 'archived';
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
};

export type SampleEvent = {
  readonly type?: string;
  readonly time?: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type PreviewedMeter = {
  readonly code?: string;
  readonly name?: string;
  readonly unit?: string | null;
  readonly eventType: string;
  readonly filters?: readonly (MeterFilterInput)[];
  readonly aggregation: 'count' | 'sum' | 'max' | 'min' | 'latest' | 'unique' | 'average' | 'weighted_sum';
  readonly property?: string | null;
  readonly groupBy?: readonly (string)[];
  readonly isCarriedOver?: boolean;
  readonly removal?: {
  readonly property: string;
  readonly value: string | number | boolean;
} | null;
  readonly rounding?: QuantityRounding | null;
};

export type MeterPreviewInput = {
  readonly meter: PreviewedMeter;
  readonly events: readonly (SampleEvent)[];
  readonly from?: string;
  readonly to?: string;
};

export type MeterPreview = {
  readonly quantity: string;
  readonly groups: readonly ({
  readonly group: Readonly<Record<string, string | null>>;
  readonly quantity: string;
})[];
  readonly events: readonly ({
  readonly isCounted: boolean;
  readonly value: string | null;
  readonly isRemoval: boolean;
  readonly group: Readonly<Record<string, string | null>> | null;
  readonly code: string | null;
  readonly detail: string | null;
})[];
};

export type UsageCancellation = {
  readonly events: readonly ({
  readonly id: string;
  readonly source?: string;
})[];
  readonly reason?: string;
};

export type CancelledUsage = {
  readonly results: readonly ({
  readonly id: string | null;
  readonly outcome: 'cancelled' | 'duplicate' | 'refused';
  readonly code?: string;
  readonly detail?: string;
})[];
  readonly cancelled: number;
  readonly duplicates: number;
  readonly refused: number;
};

export type JudgedByMeter = {
  readonly meterId: string;
  readonly meterCode: string;
  readonly meterName: string;
  readonly isCounted: boolean;
  readonly value: string | null;
  readonly isRemoval: boolean;
  readonly group: Readonly<Record<string, string | null>> | null;
  readonly code: string | null;
  readonly detail: string | null;
};

export type UsageEvent = {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly isTimed: boolean;
  readonly receivedAt: string;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly meters: readonly (JudgedByMeter)[];
};

export type SearchResult = {
  readonly kind: 'customer' | 'subscription' | 'invoice' | 'plan' | 'product' | 'member';
  readonly id: string;
  readonly title: string;
  readonly detail: string | null;
  readonly status: string | null;
};

export type SearchResults = {
  readonly data: readonly (SearchResult)[];
};

export type Entitlement = {
  readonly feature: string;
  readonly kind: 'boolean' | 'limit' | 'value';
  readonly value: string | null;
  readonly meterId: string | null;
  readonly used: string | null;
  readonly limit: string | null;
  readonly remaining: string | null;
  readonly period: {
  readonly start: string;
  readonly end: string;
  readonly startsAt: string;
  readonly endsAt: string;
} | null;
  readonly subscriptionIds: readonly (string)[];
};

export type Entitlements = {
  readonly data: readonly (Entitlement)[];
};

export type EntitlementCheck = {
  readonly feature: string;
  readonly quantity?: string;
};

export type CheckedEntitlement = {
  readonly feature: string;
  readonly isAllowed: boolean;
  readonly reason: 'unknown_feature' | 'no_subscription' | 'not_included' | 'limit_reached' | null;
  readonly detail: string | null;
  readonly kind: 'boolean' | 'limit' | 'value' | null;
  readonly value: string | null;
  readonly meterId: string | null;
  readonly used: string | null;
  readonly limit: string | null;
  readonly remaining: string | null;
  readonly period: {
  readonly start: string;
  readonly end: string;
  readonly startsAt: string;
  readonly endsAt: string;
} | null;
  readonly subscriptionIds: readonly (string)[];
};

export type OverrideInput = {
  readonly amount?: Money | null;
  readonly unitAmount?: string | null;
  readonly tiers?: readonly (PriceTier)[] | null;
  readonly packageSize?: string | null;
  readonly freeUnits?: string | null;
  readonly rate?: string | null;
  readonly fixedAmount?: string | null;
  readonly freeEvents?: number | null;
  readonly freeValue?: string | null;
  readonly perEventMinimum?: string | null;
  readonly perEventMaximum?: string | null;
  readonly amountProperty?: string | null;
  readonly dimensions?: readonly (string)[] | null;
  readonly cells?: readonly (MatrixCell)[] | null;
  readonly defaultUnitAmount?: string | null;
  readonly chargesAtZero?: boolean | null;
};

export type Override = {
  readonly amount?: Money | null;
  readonly unitAmount?: string | null;
  readonly tiers?: readonly (PriceTier)[] | null;
  readonly packageSize?: string | null;
  readonly freeUnits?: string | null;
  readonly rate?: string | null;
  readonly fixedAmount?: string | null;
  readonly freeEvents?: number | null;
  readonly freeValue?: string | null;
  readonly perEventMinimum?: string | null;
  readonly perEventMaximum?: string | null;
  readonly amountProperty?: string | null;
  readonly dimensions?: readonly (string)[] | null;
  readonly cells?: readonly (MatrixCell)[] | null;
  readonly defaultUnitAmount?: string | null;
  readonly chargesAtZero?: boolean | null;
};

export type Alignment = 'anniversary' | 'calendar' | {
  readonly day: number;
} | {
  readonly weekday: number;
} | {
  readonly on: string;
};

export type Term = {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  readonly count: number;
};

export type SubscriptionItem = {
  readonly id: string;
  readonly priceId: string;
  readonly quantity: string;
  readonly override: Override | null;
  readonly endsOn: string | null;
};

export type SubscriptionItemSnapshot = {
  readonly id: string;
  readonly priceId: string;
  readonly quantity: string;
  readonly override?: Override | null;
  readonly endsOn?: string | null;
};

export type Pause = {
  readonly startsAt: string;
  readonly resumesAt: string | null;
} | null;

export type SubscriptionSnapshot = {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly alignment: Alignment;
  readonly anchorOn: string;
  readonly anchorDay: number;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly endReason: string | null;
  readonly pause: Pause;
  readonly isInvoicedApart: boolean;
  readonly purchaseOrder: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly items: readonly (SubscriptionItemSnapshot)[];
  readonly trialEndsAt?: string | null;
  readonly billedThrough?: string | null;
  readonly term?: Term | null;
  readonly renewal?: 'end' | 'renew' | null;
};

export type SubscriptionPeriod = {
  readonly start: string;
  readonly end: string;
  readonly startsAt: string;
  readonly endsAt: string;
};

export type Subscription = {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly alignment: Alignment;
  readonly anchorOn: string;
  readonly anchorDay: number;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly endReason: string | null;
  readonly pause: Pause;
  readonly isInvoicedApart: boolean;
  readonly purchaseOrder: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly items: readonly (SubscriptionItem)[];
  readonly trialEndsAt: string | null;
  readonly billedThrough: string | null;
  readonly term: Term | null;
  readonly renewal: 'end' | 'renew' | null;
  readonly termEndsAt: string | null;
  readonly billingPolicy: BillingPolicy;
  readonly status: 'scheduled' | 'trialing' | 'active' | 'paused' | 'ended';
  readonly currentPeriod: SubscriptionPeriod | null;
};

export type Effective = 'now' | 'period_end' | 'term_end' | {
  readonly on: string;
} | {
  readonly at: string;
};

export type Cancellation = {
  readonly effective: Effective;
  readonly cancelCredit?: 'prorated' | 'none' | 'full';
  readonly reason?: string | null;
  readonly quote?: string;
};

export type TrialExtension = {
  readonly trialEndsAt: string;
  readonly quote?: string;
};

export type TrialEnd = {
  readonly quote?: string;
};

export type TimelineEntry = {
  readonly kind: 'created' | 'start_planned' | 'started' | 'trial_end_planned' | 'trial_ended' | 'pause_planned' | 'paused' | 'resume_planned' | 'resumed' | 'charged' | 'credited' | 'end_planned' | 'ended';
  readonly at: string;
  readonly line: {
  readonly id: string;
  readonly description: string;
  readonly servicePeriod: {
  readonly start: string;
  readonly end: string;
};
  readonly amount: Money;
  readonly corrects: string | null;
} | null;
  readonly invoice: {
  readonly id: string;
  readonly number: string | null;
} | null;
};

export type SubscriptionTimeline = {
  readonly data: readonly (TimelineEntry)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type NewPlanMigration = {
  readonly toVersion: number;
  readonly effective: Effective;
  readonly fromVersions?: readonly (number)[];
  readonly subscriptionIds?: readonly (string)[];
  readonly quote?: string;
};

export type PlanMigration = {
  readonly id: string;
  readonly planId: string;
  readonly toVersion: number;
  readonly fromVersions: readonly (number)[] | null;
  readonly effective: Effective;
  readonly status: 'running' | 'completed';
  readonly report: {
  readonly moved: number;
  readonly unchanged: number;
  readonly refused: number;
} | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly progress: {
  readonly done: number;
  readonly total: number;
};
};

export type PlanMigrationSnapshot = {
  readonly id: string;
  readonly planId: string;
  readonly toVersion: number;
  readonly fromVersions: readonly (number)[] | null;
  readonly effective: Effective;
  readonly status: 'running' | 'completed';
  readonly report: {
  readonly moved: number;
  readonly unchanged: number;
  readonly refused: number;
} | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly version: number;
  readonly total: number;
  readonly updatedAt: string;
};

export type MigratedSubscription = {
  readonly subscriptionId: string;
  readonly outcome: 'pending' | 'moved' | 'unchanged' | 'refused';
  readonly changeId: string | null;
  readonly refusal: {
  readonly code: string;
  readonly detail: string;
  readonly priceCodes: readonly (string)[];
} | null;
  readonly settledAt: string | null;
};

export type MigratedSubscriptionPage = {
  readonly data: readonly (MigratedSubscription)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type PreviewedMove = {
  readonly subscriptionId: string;
  readonly outcome: 'moved' | 'unchanged' | 'refused';
  readonly refusal: {
  readonly code: string;
  readonly detail: string;
  readonly priceCodes: readonly (string)[];
} | null;
  readonly effectiveAt: string | null;
  readonly now: readonly (InvoicePreview)[];
  readonly next: InvoicePreview | null;
};

export type PlanMigrationMoves = {
  readonly data: readonly (PreviewedMove)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type PlanMigrationPreview = {
  readonly data: readonly (PreviewedMove)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
  readonly quote: string;
  readonly total: number;
};

export type ItemDelta = {
  readonly priceId: string;
  readonly quantity?: string;
  readonly isIncluded?: boolean;
  readonly endsOn?: string | null;
  readonly override?: OverrideInput | null;
};

export type NewSubscriptionChange = {
  readonly planId?: string;
  readonly planVersion?: number;
  readonly items?: readonly (ItemDelta)[];
  readonly anchorOn?: string;
  readonly timeZone?: string;
  readonly effective: Effective;
  readonly billingPolicy?: BillingPolicyInput;
  readonly quote?: string;
};

export type AgreedItemDelta = {
  readonly priceId: string;
  readonly quantity: string | null;
  readonly isIncluded: boolean;
  readonly endsOn?: string | null;
  readonly override?: Override | null;
};

export type SubscriptionChange = {
  readonly id: string;
  readonly subscriptionId: string;
  readonly kind: 'change' | 'pause' | 'resume';
  readonly status: 'scheduled' | 'in_force' | 'taken_back' | 'not_reached';
  readonly planId: string | null;
  readonly planVersion: number | null;
  readonly items: readonly (AgreedItemDelta)[];
  readonly anchorOn: string | null;
  readonly timeZone: string | null;
  readonly effectiveOn: string;
  readonly effectiveAt: string;
  readonly createdAt: string;
  readonly takenBackAt: string | null;
};

export type CallPreview = {
  readonly quote: string;
  readonly now: readonly (InvoicePreview)[];
  readonly next: InvoicePreview | null;
};

export type NewSubscriptionItem = {
  readonly priceId: string;
  readonly quantity?: string;
  readonly isIncluded?: boolean;
  readonly override?: OverrideInput | null;
  readonly endsOn?: string | null;
};

export type SubscriptionChanges = {
  readonly externalId?: string | null;
  readonly name?: string | null;
  readonly purchaseOrder?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type SubscriptionPhase = {
  readonly planId?: string;
  readonly planVersion?: number;
  readonly items?: readonly (ItemDelta)[];
  readonly anchorOn?: string;
  readonly timeZone?: string;
  readonly effective: Effective;
  readonly billingPolicy?: BillingPolicyInput;
};

export type NewSubscription = {
  readonly customerId: string;
  readonly planId: string;
  readonly planVersion?: number;
  readonly externalId?: string | null;
  readonly name?: string | null;
  readonly purchaseOrder?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly startsOn?: string;
  readonly startsAt?: string;
  readonly endsOn?: string;
  readonly endsAt?: string;
  readonly trialDays?: number;
  readonly term?: Term;
  readonly renewal?: 'end' | 'renew';
  readonly billedThrough?: string;
  readonly alignment?: Alignment;
  readonly timeZone?: string;
  readonly isInvoicedApart?: boolean;
  readonly changes?: readonly (SubscriptionPhase)[];
  readonly items?: readonly (NewSubscriptionItem)[];
  readonly billingPolicy?: BillingPolicyInput;
  readonly quote?: string;
};

export type CurrentUsage = {
  readonly data: readonly ({
  readonly priceId: string;
  readonly meterId: string | null;
  readonly group: string | null;
  readonly servicePeriod: {
  readonly start: string;
  readonly end: string;
};
  readonly quantity: string;
  readonly quantities: Readonly<Record<string, string>> | null;
  readonly amount: Money;
  readonly charged: Money;
  readonly steps: readonly ({
  readonly text: string;
  readonly quantity?: string;
  readonly unitAmount?: string;
  readonly amount: string;
})[];
})[];
};

export type UpcomingInvoice = {
  readonly next: InvoicePreview | null;
};

export type BillingForecast = {
  readonly until: string;
  readonly nextDueAt: string | null;
  readonly customers: number;
  readonly invoices: number;
  readonly totals: readonly (Money)[];
  readonly customersSetAside: number;
  readonly setAside: readonly ({
  readonly customerId: string;
  readonly code: 'missed_periods' | 'seller_incomplete' | 'failed';
  readonly detail: string;
})[];
};

export type NewPause = {
  readonly effective: Effective;
  readonly resumesOn?: string;
  readonly credit?: 'prorated' | 'none';
  readonly quote?: string;
};

export type Resumption = {
  readonly effective: Effective;
  readonly quote?: string;
};

export type NewTaxRate = {
  readonly name: string;
  readonly rate: string;
  readonly isInclusive?: boolean;
};

export type TaxRateChanges = {
  readonly name?: string;
  readonly rate?: string;
  readonly isInclusive?: boolean;
};

export type TaxRate = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly rate: string;
  readonly isInclusive: boolean;
  readonly status: 'active' | 'archived';
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
};

export type NewWebhookEndpoint = {
  readonly url: string;
  readonly description?: string | null;
  readonly eventTypes: readonly ('*' | 'tenant.updated' | 'user.joined' | 'user.role_changed' | 'user.details_changed' | 'user.removed' | 'customer.created' | 'customer.updated' | 'customer.deleted' | 'product.created' | 'product.updated' | 'product.deleted' | 'plan.created' | 'plan.updated' | 'plan.activated' | 'plan.archived' | 'plan.restored' | 'plan.version_created' | 'plan.version_updated' | 'plan.version_deleted' | 'plan.version_published' | 'subscription.created' | 'subscription.updated' | 'subscription.canceled' | 'subscription.uncanceled' | 'subscription.changed' | 'subscription.change_taken_back' | 'subscription.trial_extended' | 'subscription.trial_ended' | 'subscription.paused' | 'subscription.resumed' | 'invoice.created' | 'invoice.finalized' | 'invoice.partially_paid' | 'invoice.paid' | 'invoice.overdue' | 'invoice.upcoming' | 'invoice.updated' | 'invoice.deleted' | 'invoice.voided' | 'invoice.marked_uncollectible' | 'tax_rate.created' | 'tax_rate.updated' | 'tax_rate.archived' | 'customer.balance_adjusted' | 'meter.created' | 'meter.updated' | 'meter.archived' | 'plan.migration_started' | 'plan.migration_completed' | 'usage_alert.created' | 'usage_alert.updated' | 'usage_alert.deleted' | 'usage_alert.reached')[];
};

export type WebhookEndpointChanges = {
  readonly url?: string;
  readonly description?: string | null;
  readonly eventTypes?: readonly ('*' | 'tenant.updated' | 'user.joined' | 'user.role_changed' | 'user.details_changed' | 'user.removed' | 'customer.created' | 'customer.updated' | 'customer.deleted' | 'product.created' | 'product.updated' | 'product.deleted' | 'plan.created' | 'plan.updated' | 'plan.activated' | 'plan.archived' | 'plan.restored' | 'plan.version_created' | 'plan.version_updated' | 'plan.version_deleted' | 'plan.version_published' | 'subscription.created' | 'subscription.updated' | 'subscription.canceled' | 'subscription.uncanceled' | 'subscription.changed' | 'subscription.change_taken_back' | 'subscription.trial_extended' | 'subscription.trial_ended' | 'subscription.paused' | 'subscription.resumed' | 'invoice.created' | 'invoice.finalized' | 'invoice.partially_paid' | 'invoice.paid' | 'invoice.overdue' | 'invoice.upcoming' | 'invoice.updated' | 'invoice.deleted' | 'invoice.voided' | 'invoice.marked_uncollectible' | 'tax_rate.created' | 'tax_rate.updated' | 'tax_rate.archived' | 'customer.balance_adjusted' | 'meter.created' | 'meter.updated' | 'meter.archived' | 'plan.migration_started' | 'plan.migration_completed' | 'usage_alert.created' | 'usage_alert.updated' | 'usage_alert.deleted' | 'usage_alert.reached')[];
  readonly isEnabled?: boolean;
};

export type WebhookEndpoint = {
  readonly id: string;
  readonly version: number;
  readonly url: string;
  readonly description: string | null;
  readonly eventTypes: readonly (string)[];
  readonly disabledReason: 'manual' | 'gone' | 'failing' | null;
  readonly failingSince: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type IssuedWebhookEndpoint = {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
};

export type WebhookReplay = {
  readonly since: string;
  readonly after?: string;
};

export type WebhookReplayed = {
  readonly scheduled: number;
  readonly nextCursor: string | null;
};

export type WebhookTested = {
  readonly endpointId: string;
  readonly eventType: string;
};

export type WebhookDeliveryDetails = {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly attempts: readonly ({
  readonly at: string;
  readonly durationMilliseconds: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly responseBody: string | null;
})[];
  readonly attemptsMade: number;
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
  readonly payload: {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};
} | null;
};

export type WebhookDelivery = {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly attempts: readonly ({
  readonly at: string;
  readonly durationMilliseconds: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
})[];
  readonly attemptsMade: number;
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
};

export type WebhookEndpointSnapshot = {
  readonly id: string;
  readonly version: number;
  readonly url: string;
  readonly description: string | null;
  readonly eventTypes: readonly (string)[];
  readonly disabledReason: 'manual' | 'gone' | 'failing' | null;
  readonly createdAt: string;
};

export type TenantUpdatedEvent = {
  readonly id: string;
  readonly type: 'tenant.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: TenantSnapshot;
  readonly after: TenantSnapshot;
};
};

export type UserJoinedEvent = {
  readonly id: string;
  readonly type: 'user.joined';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: UserSnapshot;
};
};

export type UserRoleChangedEvent = {
  readonly id: string;
  readonly type: 'user.role_changed';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: UserSnapshot;
  readonly after: UserSnapshot;
};
};

export type UserDetailsChangedEvent = {
  readonly id: string;
  readonly type: 'user.details_changed';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: UserSnapshot;
  readonly after: UserSnapshot;
};
};

export type UserRemovedEvent = {
  readonly id: string;
  readonly type: 'user.removed';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: UserSnapshot;
  readonly after: null;
};
};

export type CustomerCreatedEvent = {
  readonly id: string;
  readonly type: 'customer.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: Customer;
};
};

export type CustomerUpdatedEvent = {
  readonly id: string;
  readonly type: 'customer.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Customer;
  readonly after: Customer;
};
};

export type CustomerDeletedEvent = {
  readonly id: string;
  readonly type: 'customer.deleted';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Customer;
  readonly after: null;
};
};

export type ProductCreatedEvent = {
  readonly id: string;
  readonly type: 'product.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: Product;
};
};

export type ProductUpdatedEvent = {
  readonly id: string;
  readonly type: 'product.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Product;
  readonly after: Product;
};
};

export type ProductDeletedEvent = {
  readonly id: string;
  readonly type: 'product.deleted';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Product;
  readonly after: null;
};
};

export type PlanCreatedEvent = {
  readonly id: string;
  readonly type: 'plan.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: Plan;
};
};

export type PlanUpdatedEvent = {
  readonly id: string;
  readonly type: 'plan.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Plan;
  readonly after: Plan;
};
};

export type PlanActivatedEvent = {
  readonly id: string;
  readonly type: 'plan.activated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Plan;
  readonly after: Plan;
};
};

export type PlanArchivedEvent = {
  readonly id: string;
  readonly type: 'plan.archived';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Plan;
  readonly after: Plan;
};
};

export type PlanRestoredEvent = {
  readonly id: string;
  readonly type: 'plan.restored';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Plan;
  readonly after: Plan;
};
};

export type PlanVersionCreatedEvent = {
  readonly id: string;
  readonly type: 'plan.version_created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: PlanVersion;
};
};

export type PlanVersionUpdatedEvent = {
  readonly id: string;
  readonly type: 'plan.version_updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: PlanVersion;
  readonly after: PlanVersion;
};
};

export type PlanVersionDeletedEvent = {
  readonly id: string;
  readonly type: 'plan.version_deleted';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: PlanVersion;
  readonly after: null;
};
};

export type PlanVersionPublishedEvent = {
  readonly id: string;
  readonly type: 'plan.version_published';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: PlanVersion;
  readonly after: PlanVersion;
};
};

export type SubscriptionCreatedEvent = {
  readonly id: string;
  readonly type: 'subscription.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionUpdatedEvent = {
  readonly id: string;
  readonly type: 'subscription.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionCanceledEvent = {
  readonly id: string;
  readonly type: 'subscription.canceled';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionUncanceledEvent = {
  readonly id: string;
  readonly type: 'subscription.uncanceled';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionChangedEvent = {
  readonly id: string;
  readonly type: 'subscription.changed';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionChangeTakenBackEvent = {
  readonly id: string;
  readonly type: 'subscription.change_taken_back';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionTrialExtendedEvent = {
  readonly id: string;
  readonly type: 'subscription.trial_extended';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionTrialEndedEvent = {
  readonly id: string;
  readonly type: 'subscription.trial_ended';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionPausedEvent = {
  readonly id: string;
  readonly type: 'subscription.paused';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type SubscriptionResumedEvent = {
  readonly id: string;
  readonly type: 'subscription.resumed';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: SubscriptionSnapshot;
  readonly after: SubscriptionSnapshot;
};
};

export type InvoiceCreatedEvent = {
  readonly id: string;
  readonly type: 'invoice.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: InvoiceSummary;
};
};

export type InvoiceFinalizedEvent = {
  readonly id: string;
  readonly type: 'invoice.finalized';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary | null;
  readonly after: InvoiceSummary;
};
};

export type InvoicePartiallyPaidEvent = {
  readonly id: string;
  readonly type: 'invoice.partially_paid';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: InvoiceSummary;
};
};

export type InvoicePaidEvent = {
  readonly id: string;
  readonly type: 'invoice.paid';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: InvoiceSummary;
};
};

export type InvoiceOverdueEvent = {
  readonly id: string;
  readonly type: 'invoice.overdue';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: InvoiceSummary;
};
};

export type InvoiceUpcomingEvent = {
  readonly id: string;
  readonly type: 'invoice.upcoming';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: UpcomingInvoiceNotice;
};
};

export type InvoiceUpdatedEvent = {
  readonly id: string;
  readonly type: 'invoice.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: InvoiceSummary;
};
};

export type InvoiceDeletedEvent = {
  readonly id: string;
  readonly type: 'invoice.deleted';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: null;
};
};

export type InvoiceVoidedEvent = {
  readonly id: string;
  readonly type: 'invoice.voided';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: InvoiceSummary;
};
};

export type InvoiceMarkedUncollectibleEvent = {
  readonly id: string;
  readonly type: 'invoice.marked_uncollectible';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: InvoiceSummary;
  readonly after: InvoiceSummary;
};
};

export type TaxRateCreatedEvent = {
  readonly id: string;
  readonly type: 'tax_rate.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: TaxRate;
};
};

export type TaxRateUpdatedEvent = {
  readonly id: string;
  readonly type: 'tax_rate.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: TaxRate;
  readonly after: TaxRate;
};
};

export type TaxRateArchivedEvent = {
  readonly id: string;
  readonly type: 'tax_rate.archived';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: TaxRate;
  readonly after: TaxRate;
};
};

export type CustomerBalanceAdjustedEvent = {
  readonly id: string;
  readonly type: 'customer.balance_adjusted';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: AdjustedBalance;
};
};

export type MeterCreatedEvent = {
  readonly id: string;
  readonly type: 'meter.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: Meter;
};
};

export type MeterUpdatedEvent = {
  readonly id: string;
  readonly type: 'meter.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Meter;
  readonly after: Meter;
};
};

export type MeterArchivedEvent = {
  readonly id: string;
  readonly type: 'meter.archived';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: Meter;
  readonly after: Meter;
};
};

export type PlanMigrationStartedEvent = {
  readonly id: string;
  readonly type: 'plan.migration_started';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: PlanMigrationSnapshot;
};
};

export type PlanMigrationCompletedEvent = {
  readonly id: string;
  readonly type: 'plan.migration_completed';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: PlanMigrationSnapshot;
  readonly after: PlanMigrationSnapshot;
};
};

export type UsageAlertCreatedEvent = {
  readonly id: string;
  readonly type: 'usage_alert.created';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: UsageAlert;
};
};

export type UsageAlertUpdatedEvent = {
  readonly id: string;
  readonly type: 'usage_alert.updated';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: UsageAlert;
  readonly after: UsageAlert;
};
};

export type UsageAlertDeletedEvent = {
  readonly id: string;
  readonly type: 'usage_alert.deleted';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: UsageAlert;
  readonly after: null;
};
};

export type UsageAlertReachedEvent = {
  readonly id: string;
  readonly type: 'usage_alert.reached';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: null;
  readonly after: UsageAlertReached;
};
};

export type WebhookEndpointTestedEvent = {
  readonly id: string;
  readonly type: 'webhook_endpoint.tested';
  readonly timestamp: string;
  readonly tenantId: string;
  readonly data: {
  readonly resourceId: string;
  readonly version: number | null;
  readonly before: WebhookEndpointSnapshot;
  readonly after: WebhookEndpointSnapshot;
};
};

export type CookieSession = {
  readonly tenantId: string;
};

export type ApiKeyPage = {
  readonly data: readonly (ApiKey)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type AuditEntryPage = {
  readonly data: readonly (AuditEntry)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type BalanceTransactionPage = {
  readonly data: readonly (BalanceTransaction)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type CustomerPage = {
  readonly data: readonly (Customer)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type InvoicePage = {
  readonly data: readonly (InvoiceSummary)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type InvoiceLinePage = {
  readonly data: readonly (ListedInvoiceLine)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type BillingIssuePage = {
  readonly data: readonly (BillingIssue)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type UserPage = {
  readonly data: readonly (User)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type InvitationPage = {
  readonly data: readonly (Invitation)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type MeterPage = {
  readonly data: readonly (Meter)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type PlanPage = {
  readonly data: readonly (Plan)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type PlanMigrationPage = {
  readonly data: readonly (PlanMigration)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type PlanVersionPage = {
  readonly data: readonly (PlanVersion)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type ProductPage = {
  readonly data: readonly (Product)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type SubscriptionPage = {
  readonly data: readonly (Subscription)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type SubscriptionChangePage = {
  readonly data: readonly (SubscriptionChange)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type TaxRatePage = {
  readonly data: readonly (TaxRate)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type UsageAlertPage = {
  readonly data: readonly (UsageAlert)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type UsageEventPage = {
  readonly data: readonly (UsageEvent)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type WebhookEndpointPage = {
  readonly data: readonly (WebhookEndpoint)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type WebhookDeliveryPage = {
  readonly data: readonly (WebhookDelivery)[];
  readonly page: {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
};
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly moreErrors?: number;
  readonly errors?: readonly ({
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
})[];
};

export interface Operations {
  readonly signUp: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: Signup;
    readonly version: undefined;
    readonly result: SignedIn;
  };
  readonly logIn: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: Credentials;
    readonly version: undefined;
    readonly result: SignedIn;
  };
  readonly acceptInvitation: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: InvitationAcceptance;
    readonly version: undefined;
    readonly result: SignedIn;
  };
  readonly refreshTokens: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: RefreshToken | CookieSession;
    readonly version: undefined;
    readonly result: Tokens;
  };
  readonly logOut: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: RefreshToken | CookieSession;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly requestPasswordReset: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: PasswordResetRequest;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly resetPassword: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: PasswordReset;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly verifyEmail: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: EmailProof;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly previewInvitation: {
    readonly params: { readonly 'token': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: InvitationPreview;
  };
  readonly getMe: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Me;
  };
  readonly updateMe: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: AccountChanges;
    readonly version: undefined;
    readonly result: Me;
  };
  readonly requestEmailVerification: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly whoAmI: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Caller;
  };
  readonly foundTenant: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewTenant;
    readonly version: undefined;
    readonly result: SignedIn;
  };
  readonly switchTenant: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: TenantSwitch;
    readonly version: undefined;
    readonly result: SignedIn;
  };
  readonly changePassword: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: PasswordChange;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly listSessions: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Sessions;
  };
  readonly endSession: {
    readonly params: { readonly 'sessionId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly getTenant: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Tenant;
  };
  readonly updateTenant: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: TenantChanges;
    readonly version: number;
    readonly result: Tenant;
  };
  readonly getTestClock: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: TestClock;
  };
  readonly advanceTestClock: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: TestClockAdvance;
    readonly version: undefined;
    readonly result: TestClock;
  };
  readonly listUsers: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string; readonly 'email'?: string; readonly 'role'?: string; readonly 'search'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: UserPage;
  };
  readonly inviteUser: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewInvitation;
    readonly version: undefined;
    readonly result: IssuedInvitation;
  };
  readonly getUser: {
    readonly params: { readonly 'userId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: User;
  };
  readonly updateUser: {
    readonly params: { readonly 'userId': string };
    readonly query: undefined;
    readonly body: UserChanges;
    readonly version: number;
    readonly result: User;
  };
  readonly removeUser: {
    readonly params: { readonly 'userId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly listInvitations: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: InvitationPage;
  };
  readonly withdrawInvitation: {
    readonly params: { readonly 'invitationId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly listApiKeys: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: ApiKeyPage;
  };
  readonly createApiKey: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewApiKey;
    readonly version: undefined;
    readonly result: IssuedApiKey;
  };
  readonly getApiKey: {
    readonly params: { readonly 'apiKeyId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: ApiKey;
  };
  readonly updateApiKey: {
    readonly params: { readonly 'apiKeyId': string };
    readonly query: undefined;
    readonly body: ApiKeyChanges;
    readonly version: number;
    readonly result: ApiKey;
  };
  readonly revokeApiKey: {
    readonly params: { readonly 'apiKeyId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: undefined;
  };
  readonly rotateApiKey: {
    readonly params: { readonly 'apiKeyId': string };
    readonly query: undefined;
    readonly body: ApiKeyRotation;
    readonly version: undefined;
    readonly result: IssuedApiKey;
  };
  readonly listCustomers: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'email'?: string; readonly 'externalId'?: string; readonly 'search'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: CustomerPage;
  };
  readonly createCustomer: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewCustomer;
    readonly version: undefined;
    readonly result: Customer;
  };
  readonly getCustomer: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Customer;
  };
  readonly updateCustomer: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: CustomerChanges;
    readonly version: number;
    readonly result: Customer;
  };
  readonly deleteCustomer: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly listProducts: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'code'?: string; readonly 'search'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: ProductPage;
  };
  readonly createProduct: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewProduct;
    readonly version: undefined;
    readonly result: Product;
  };
  readonly getProduct: {
    readonly params: { readonly 'productId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Product;
  };
  readonly updateProduct: {
    readonly params: { readonly 'productId': string };
    readonly query: undefined;
    readonly body: ProductChanges;
    readonly version: number;
    readonly result: Product;
  };
  readonly deleteProduct: {
    readonly params: { readonly 'productId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly listPlans: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string; readonly 'productId'?: string; readonly 'code'?: string; readonly 'search'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: PlanPage;
  };
  readonly createPlan: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewPlan;
    readonly version: undefined;
    readonly result: Plan;
  };
  readonly getPlan: {
    readonly params: { readonly 'planId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Plan;
  };
  readonly updatePlan: {
    readonly params: { readonly 'planId': string };
    readonly query: undefined;
    readonly body: PlanChanges;
    readonly version: number;
    readonly result: Plan;
  };
  readonly archivePlan: {
    readonly params: { readonly 'planId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly restorePlan: {
    readonly params: { readonly 'planId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Plan;
  };
  readonly previewPlanMigration: {
    readonly params: { readonly 'planId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string };
    readonly body: NewPlanMigration;
    readonly version: undefined;
    readonly result: PlanMigrationPreview;
  };
  readonly startPlanMigration: {
    readonly params: { readonly 'planId': string };
    readonly query: undefined;
    readonly body: NewPlanMigration;
    readonly version: undefined;
    readonly result: PlanMigration;
  };
  readonly listPlanMigrations: {
    readonly params: { readonly 'planId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: PlanMigrationPage;
  };
  readonly getPlanMigration: {
    readonly params: { readonly 'planId': string; readonly 'migrationId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: PlanMigration;
  };
  readonly listMigratedSubscriptions: {
    readonly params: { readonly 'planId': string; readonly 'migrationId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'outcome'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: MigratedSubscriptionPage;
  };
  readonly listPlanVersions: {
    readonly params: { readonly 'planId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: PlanVersionPage;
  };
  readonly createPlanVersion: {
    readonly params: { readonly 'planId': string };
    readonly query: undefined;
    readonly body: PlanTermsChanges;
    readonly version: undefined;
    readonly result: PlanVersion;
  };
  readonly getPlanVersion: {
    readonly params: { readonly 'planId': string; readonly 'number': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: PlanVersion;
  };
  readonly updatePlanVersion: {
    readonly params: { readonly 'planId': string; readonly 'number': string };
    readonly query: undefined;
    readonly body: PlanTermsChanges;
    readonly version: number;
    readonly result: PlanVersion;
  };
  readonly deletePlanVersion: {
    readonly params: { readonly 'planId': string; readonly 'number': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly publishPlanVersion: {
    readonly params: { readonly 'planId': string; readonly 'number': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: PlanVersion;
  };
  readonly listSubscriptions: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string; readonly 'customerId'?: string; readonly 'planId'?: string; readonly 'externalId'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: SubscriptionPage;
  };
  readonly createSubscription: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewSubscription;
    readonly version: undefined;
    readonly result: Subscription;
  };
  readonly previewSubscriptionChange: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: NewSubscriptionChange;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly previewCancellation: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: Cancellation;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly previewSubscription: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewSubscription;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly previewTrialExtension: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: TrialExtension;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly previewTrialEnd: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: TrialEnd;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly getSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Subscription;
  };
  readonly updateSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: SubscriptionChanges;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly previewUpcomingInvoice: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: UpcomingInvoice;
  };
  readonly listSubscriptionTimeline: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: SubscriptionTimeline;
  };
  readonly showCurrentUsage: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: CurrentUsage;
  };
  readonly cancelSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: Cancellation;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly uncancelSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly previewPause: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: NewPause;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly pauseSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: NewPause;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly previewResumption: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: Resumption;
    readonly version: undefined;
    readonly result: CallPreview;
  };
  readonly resumeSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: Resumption;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly takeBackSubscriptionChange: {
    readonly params: { readonly 'subscriptionId': string; readonly 'changeId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly listSubscriptionChanges: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: SubscriptionChangePage;
  };
  readonly changeSubscription: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: NewSubscriptionChange;
    readonly version: undefined;
    readonly result: SubscriptionChange;
  };
  readonly extendTrial: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: TrialExtension;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly endTrial: {
    readonly params: { readonly 'subscriptionId': string };
    readonly query: undefined;
    readonly body: TrialEnd;
    readonly version: number;
    readonly result: Subscription;
  };
  readonly forecastBilling: {
    readonly params: undefined;
    readonly query: { readonly 'until'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: BillingForecast;
  };
  readonly listInvoices: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string; readonly 'paymentStatus'?: string; readonly 'customerId'?: string; readonly 'subscriptionId'?: string; readonly 'number'?: string; readonly 'currency'?: string; readonly 'dueOn[gte]'?: string; readonly 'dueOn[lte]'?: string; readonly 'total[gte]'?: string; readonly 'total[lte]'?: string; readonly 'overdue'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: InvoicePage;
  };
  readonly createInvoice: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewInvoice;
    readonly version: undefined;
    readonly result: Invoice;
  };
  readonly listInvoiceLines: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string; readonly 'paymentStatus'?: string; readonly 'customerId'?: string; readonly 'subscriptionId'?: string; readonly 'number'?: string; readonly 'currency'?: string; readonly 'dueOn[gte]'?: string; readonly 'dueOn[lte]'?: string; readonly 'total[gte]'?: string; readonly 'total[lte]'?: string; readonly 'overdue'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: InvoiceLinePage;
  };
  readonly verifyInvoices: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: InvoiceVerification;
  };
  readonly previewInvoice: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewInvoice;
    readonly version: undefined;
    readonly result: WrittenInvoicePreview;
  };
  readonly updateInvoice: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: InvoiceChanges;
    readonly version: number;
    readonly result: InvoiceSummary;
  };
  readonly deleteInvoice: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly getInvoice: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Invoice;
  };
  readonly addInvoiceLine: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: NewInvoiceLine;
    readonly version: undefined;
    readonly result: Invoice;
  };
  readonly updateInvoiceLine: {
    readonly params: { readonly 'invoiceId': string; readonly 'lineId': string };
    readonly query: undefined;
    readonly body: InvoiceLineChanges;
    readonly version: number;
    readonly result: Invoice;
  };
  readonly deleteInvoiceLine: {
    readonly params: { readonly 'invoiceId': string; readonly 'lineId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: Invoice;
  };
  readonly getInvoicePdf: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: { readonly 'language'?: string; readonly 'paper'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: string;
  };
  readonly explainInvoiceLine: {
    readonly params: { readonly 'invoiceId': string; readonly 'lineId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: LineExplanation;
  };
  readonly finalizeInvoice: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: InvoiceSummary;
  };
  readonly recordPayment: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: NewPayment;
    readonly version: undefined;
    readonly result: InvoiceSummary;
  };
  readonly voidInvoice: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: VoidInvoice;
    readonly version: number;
    readonly result: InvoiceSummary;
  };
  readonly markInvoiceUncollectible: {
    readonly params: { readonly 'invoiceId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: InvoiceSummary;
  };
  readonly listBillingIssues: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string; readonly 'customerId'?: string; readonly 'status'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: BillingIssuePage;
  };
  readonly retryBillingIssue: {
    readonly params: { readonly 'issueId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: BillingIssue;
  };
  readonly listAuditEntries: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'resourceId'?: string; readonly 'actorId'?: string; readonly 'action'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: AuditEntryPage;
  };
  readonly verifyAuditEntries: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: AuditVerification;
  };
  readonly getLastAuditVerification: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: LastAuditVerification;
  };
  readonly listEvents: {
    readonly params: undefined;
    readonly query: { readonly 'after'?: string; readonly 'type'?: string; readonly 'limit'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: EventPage;
  };
  readonly listWebhookEndpoints: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: WebhookEndpointPage;
  };
  readonly createWebhookEndpoint: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewWebhookEndpoint;
    readonly version: undefined;
    readonly result: IssuedWebhookEndpoint;
  };
  readonly getWebhookEndpoint: {
    readonly params: { readonly 'webhookEndpointId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: WebhookEndpoint;
  };
  readonly updateWebhookEndpoint: {
    readonly params: { readonly 'webhookEndpointId': string };
    readonly query: undefined;
    readonly body: WebhookEndpointChanges;
    readonly version: number;
    readonly result: WebhookEndpoint;
  };
  readonly deleteWebhookEndpoint: {
    readonly params: { readonly 'webhookEndpointId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly rotateWebhookSecret: {
    readonly params: { readonly 'webhookEndpointId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: IssuedWebhookEndpoint;
  };
  readonly replayWebhookEvents: {
    readonly params: { readonly 'webhookEndpointId': string };
    readonly query: undefined;
    readonly body: WebhookReplay;
    readonly version: undefined;
    readonly result: WebhookReplayed;
  };
  readonly testWebhookEndpoint: {
    readonly params: { readonly 'webhookEndpointId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: WebhookTested;
  };
  readonly listWebhookDeliveries: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string; readonly 'endpointId'?: string; readonly 'eventId'?: string; readonly 'status'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: WebhookDeliveryPage;
  };
  readonly getWebhookDelivery: {
    readonly params: { readonly 'webhookDeliveryId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: WebhookDeliveryDetails;
  };
  readonly resendWebhookDelivery: {
    readonly params: { readonly 'webhookDeliveryId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: WebhookDelivery;
  };
  readonly getCustomerBalance: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: CustomerBalance;
  };
  readonly listBalanceTransactions: {
    readonly params: { readonly 'customerId': string };
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: BalanceTransactionPage;
  };
  readonly adjustCustomerBalance: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: BalanceAdjustment;
    readonly version: undefined;
    readonly result: BalanceTransaction;
  };
  readonly listEntitlements: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Entitlements;
  };
  readonly checkEntitlement: {
    readonly params: { readonly 'customerId': string };
    readonly query: undefined;
    readonly body: EntitlementCheck;
    readonly version: undefined;
    readonly result: CheckedEntitlement;
  };
  readonly previewMeter: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: MeterPreviewInput;
    readonly version: undefined;
    readonly result: MeterPreview;
  };
  readonly listMeters: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string; readonly 'code'?: string; readonly 'search'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: MeterPage;
  };
  readonly createMeter: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewMeter;
    readonly version: undefined;
    readonly result: Meter;
  };
  readonly getMeter: {
    readonly params: { readonly 'meterId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Meter;
  };
  readonly updateMeter: {
    readonly params: { readonly 'meterId': string };
    readonly query: undefined;
    readonly body: MeterChanges;
    readonly version: number;
    readonly result: Meter;
  };
  readonly archiveMeter: {
    readonly params: { readonly 'meterId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly previewPrice: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: PricePreviewRequest;
    readonly version: undefined;
    readonly result: PricePreview;
  };
  readonly search: {
    readonly params: undefined;
    readonly query: { readonly 'q': string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: SearchResults;
  };
  readonly listTaxRates: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'status'?: string; readonly 'search'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: TaxRatePage;
  };
  readonly createTaxRate: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewTaxRate;
    readonly version: undefined;
    readonly result: TaxRate;
  };
  readonly getTaxRate: {
    readonly params: { readonly 'taxRateId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: TaxRate;
  };
  readonly updateTaxRate: {
    readonly params: { readonly 'taxRateId': string };
    readonly query: undefined;
    readonly body: TaxRateChanges;
    readonly version: number;
    readonly result: TaxRate;
  };
  readonly archiveTaxRate: {
    readonly params: { readonly 'taxRateId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly listUsageAlerts: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'customerId'?: string; readonly 'subscriptionId'?: string; readonly 'meterId'?: string; readonly 'code'?: string; readonly 'search'?: string; readonly 'createdAt[gte]'?: string; readonly 'createdAt[gt]'?: string; readonly 'createdAt[lte]'?: string; readonly 'createdAt[lt]'?: string; readonly 'createdOn[gte]'?: string; readonly 'createdOn[lte]'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: UsageAlertPage;
  };
  readonly createUsageAlert: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: NewUsageAlert;
    readonly version: undefined;
    readonly result: UsageAlert;
  };
  readonly getUsageAlert: {
    readonly params: { readonly 'alertId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: undefined;
    readonly result: UsageAlertDetail;
  };
  readonly updateUsageAlert: {
    readonly params: { readonly 'alertId': string };
    readonly query: undefined;
    readonly body: UsageAlertChanges;
    readonly version: number;
    readonly result: UsageAlert;
  };
  readonly deleteUsageAlert: {
    readonly params: { readonly 'alertId': string };
    readonly query: undefined;
    readonly body: undefined;
    readonly version: number;
    readonly result: undefined;
  };
  readonly queryUsage: {
    readonly params: undefined;
    readonly query: { readonly 'customerId': string; readonly 'meterId': string; readonly 'subscriptionId'?: string; readonly 'from': string; readonly 'to': string; readonly 'window'?: string; readonly 'groupBy'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: Usage;
  };
  readonly listUsageEvents: {
    readonly params: undefined;
    readonly query: { readonly 'limit'?: string; readonly 'cursor'?: string; readonly 'customerId'?: string; readonly 'type'?: string; readonly 'source'?: string; readonly 'id'?: string; readonly 'from'?: string; readonly 'to'?: string };
    readonly body: undefined;
    readonly version: undefined;
    readonly result: UsageEventPage;
  };
  readonly recordUsage: {
    readonly params: undefined;
    readonly query: { readonly 'atomic'?: string };
    readonly body: UsageEvents;
    readonly version: undefined;
    readonly result: RecordedUsage;
  };
  readonly cancelUsage: {
    readonly params: undefined;
    readonly query: undefined;
    readonly body: UsageCancellation;
    readonly version: undefined;
    readonly result: CancelledUsage;
  };
}
