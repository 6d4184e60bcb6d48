import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import type { AnyRoute, ErrorComponentProps } from '@tanstack/react-router';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  useParams,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { lastTenant, useSession } from './api/session.ts';
import { AppLink, at } from './parts/page/links.tsx';
import { Page } from './parts/page/page.tsx';
import { ProblemAlert } from './parts/page/problem-alert.tsx';
import { Shell } from './parts/shell/shell.tsx';
import { useTexts } from './texts/catalogue.ts';

const Waiting = () => {
  const texts = useTexts();
  return (
    <Center mih="60vh">
      <Loader aria-label={texts.common.loading} />
    </Center>
  );
};

const Failed = ({ error }: ErrorComponentProps) => {
  const texts = useTexts();
  return (
    <Stack p="md" maw={640} align="flex-start">
      <ProblemAlert error={error instanceof Error ? error : new Error(String(error))} />
      <Button onClick={() => location.reload()}>{texts.common.reload}</Button>
    </Stack>
  );
};

const Lost = () => {
  const texts = useTexts();
  return (
    <Stack p="md" align="flex-start">
      <Text component="h1">{texts.common.noPage}</Text>
      <AppLink to="/">{texts.operations.home}</AppLink>
    </Stack>
  );
};

/** An address of the tenant that leads nowhere: the navigation is still there. */
const LostHere = () => {
  const texts = useTexts();
  return (
    <Page title={texts.common.noPage}>
      <AppLink to={at()}>{texts.operations.home}</AppLink>
    </Page>
  );
};

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: Lost,
  errorComponent: Failed,
});

/** Leads to the tenant one was in last, to the sign-in, or, at the first visit, to the sign-up. */
const Begin = () => {
  const session = useSession();
  switch (session.kind) {
    case 'starting':
      return <Waiting />;
    case 'signedOut':
      return <Navigate to={lastTenant() === null ? '/sign-up' : '/sign-in'} replace />;
    case 'signedIn':
    case 'expired':
      return <Navigate to={`/t/${session.me.tenant.id}`} replace />;
  }
};

/** The pages of one tenant. A page whose address names another tenant begins anew with that one. */
const TenantFrame = () => {
  const session = useSession();
  const { tenantId } = useParams({ strict: false }) as { readonly tenantId: string };
  switch (session.kind) {
    case 'starting':
      return <Waiting />;
    case 'signedOut':
      return (
        <Navigate to="/sign-in" search={{ next: location.pathname + location.search }} replace />
      );
    case 'signedIn':
    case 'expired':
      if (session.me.tenant.id === tenantId) return <Shell key={tenantId} />;
      location.reload();
      return <Waiting />;
  }
};

const tenantRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 't/$tenantId',
  component: TenantFrame,
  notFoundComponent: LostHere,
});

type Load = () => Promise<ComponentType>;

/** A page whose code is loaded when somebody goes there, or is about to. */
const screenBelow =
  (parent: AnyRoute) =>
  (path: string, load: Load): AnyRoute =>
    createRoute({
      getParentRoute: () => parent,
      path,
      component: lazyRouteComponent(async () => ({ default: await load() })),
      pendingComponent: Waiting,
      errorComponent: Failed,
    }) as AnyRoute;

const open = screenBelow(rootRoute as AnyRoute);
const inside = screenBelow(tenantRoute as AnyRoute);

const entry = () => import('./screens/entry.tsx');
const recovery = () => import('./screens/recovery.tsx');
const customers = () => import('./screens/customers.tsx');
const catalog = () => import('./screens/catalog.tsx');
const versions = () => import('./screens/plan-version.tsx');
const webhooks = () => import('./screens/webhooks.tsx');
const meters = () => import('./screens/meters.tsx');
const usageAlerts = () => import('./screens/usage-alerts.tsx');
const account = () => import('./screens/account.tsx');

const tenantPages: readonly AnyRoute[] = [
  inside('/', async () => (await import('./screens/home.tsx')).Home),
  inside('customers', async () => (await customers()).Customers),
  inside('customers/new', async () => (await customers()).NewCustomer),
  inside('customers/$customerId', async () => (await import('./screens/customer.tsx')).Customer),
  inside('products', async () => (await catalog()).Products),
  inside('products/new', async () => (await catalog()).NewProduct),
  inside('products/$productId', async () => (await import('./screens/product.tsx')).Product),
  inside('plans', async () => (await catalog()).Plans),
  inside('plans/new', async () => (await import('./screens/new-plan.tsx')).NewPlan),
  inside('plans/$planId', async () => (await import('./screens/plan.tsx')).Plan),
  inside('plans/$planId/versions/new', async () => (await versions()).NewPlanVersion),
  inside('plans/$planId/versions/$number', async () => (await versions()).PlanVersion),
  inside(
    'plans/$planId/migrations/new',
    async () => (await import('./screens/new-migration.tsx')).NewMigration,
  ),
  inside(
    'plans/$planId/migrations/$migrationId',
    async () => (await import('./screens/migration.tsx')).Migration,
  ),
  inside('subscriptions', async () => (await import('./screens/subscriptions.tsx')).Subscriptions),
  inside(
    'subscriptions/new',
    async () => (await import('./screens/new-subscription.tsx')).NewSubscription,
  ),
  inside(
    'subscriptions/$subscriptionId',
    async () => (await import('./screens/subscription.tsx')).Subscription,
  ),
  inside('billing', async () => (await import('./screens/billing.tsx')).Billing),
  inside(
    'subscriptions/$subscriptionId/change',
    async () => (await import('./screens/change-subscription.tsx')).ChangeSubscription,
  ),
  inside('meters', async () => (await meters()).Meters),
  inside('meters/new', async () => (await meters()).NewMeter),
  inside('meters/$meterId', async () => (await import('./screens/meter.tsx')).Meter),
  inside('usage', async () => (await import('./screens/usage.tsx')).Usage),
  inside('usage-alerts', async () => (await usageAlerts()).UsageAlerts),
  inside('usage-alerts/new', async () => (await usageAlerts()).NewUsageAlert),
  inside(
    'usage-alerts/$alertId',
    async () => (await import('./screens/usage-alert.tsx')).UsageAlert,
  ),
  inside('usage-events', async () => (await import('./screens/usage-events.tsx')).UsageEvents),
  inside(
    'usage-events/new',
    async () => (await import('./screens/new-usage-event.tsx')).NewUsageEvent,
  ),
  inside(
    'usage-events/try',
    async () => (await import('./screens/try-usage-events.tsx')).TryUsageEvents,
  ),
  inside('invoices', async () => (await import('./screens/invoices.tsx')).Invoices),
  inside('invoices/new', async () => (await import('./screens/new-invoice.tsx')).NewInvoice),
  inside(
    'invoices/$invoiceId/edit',
    async () => (await import('./screens/edit-invoice.tsx')).EditInvoice,
  ),
  inside('invoices/$invoiceId', async () => (await import('./screens/invoice.tsx')).Invoice),
  inside('api-keys', async () => (await import('./screens/api-keys.tsx')).ApiKeys),
  inside('api-keys/new', async () => (await import('./screens/new-api-key.tsx')).NewApiKey),
  inside('webhooks', async () => (await webhooks()).Webhooks),
  inside('webhooks/new', async () => (await webhooks()).NewWebhook),
  inside('webhooks/$endpointId', async () => (await import('./screens/webhook.tsx')).Webhook),
  inside('deliveries/$deliveryId', async () => (await import('./screens/delivery.tsx')).Delivery),
  inside('audit-log', async () => (await import('./screens/audit.tsx')).AuditLog),
  inside('settings/policy', async () => (await import('./screens/policy.tsx')).Policy),
  inside('tax-rates', async () => (await import('./screens/tax-rates.tsx')).TaxRates),
  inside('settings', async () => (await import('./screens/settings.tsx')).Settings),
  inside('members', async () => (await import('./screens/members.tsx')).Members),
  inside('account', async () => (await account()).Account),
  inside('new-tenant', async () => (await account()).NewTenant),
];

const entryPages: readonly AnyRoute[] = [
  createRoute({ getParentRoute: () => rootRoute, path: '/', component: Begin }) as AnyRoute,
  open('sign-in', async () => (await entry()).SignIn),
  open('sign-up', async () => (await entry()).SignUp),
  open('accept-invitation', async () => (await import('./screens/invitation.tsx')).Invitation),
  open('forgot-password', async () => (await recovery()).ForgotPassword),
  open('reset-password', async () => (await recovery()).ResetPassword),
  open('verify-email', async () => (await recovery()).VerifyEmail),
];

const tree: AnyRoute = (rootRoute as AnyRoute).addChildren([
  ...entryPages,
  (tenantRoute as AnyRoute).addChildren([...tenantPages]),
]);

// The search part of an address is plain texts: `?status=active`, as the API's own is.
export const router = createRouter({
  routeTree: tree,
  basepath: '/panel',
  defaultPreload: 'intent',
  defaultErrorComponent: Failed,
  defaultPendingComponent: Waiting,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text === '' ? '' : `?${text}`;
  },
});
