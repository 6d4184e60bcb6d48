import { Group, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { queryClient, useRead } from '../api/queries.ts';
import { Facts } from '../parts/page/facts.tsx';
import { at } from '../parts/page/links.tsx';
import { Page, Section, Sections } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { useVersionsText } from '../parts/subscriptions/migration-list.tsx';
import { Refusal, SubscriptionOfMove } from '../parts/subscriptions/move-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useMigrationTexts } from '../texts/migrations.ts';
import type { MigratedSubscription, PlanMigration } from '../wire/types.ts';

const whileRunning = 2_000;

/** A move of subscriptions: how far it is, and what became of each. */
export const Migration = () => {
  const { planId, migrationId } = useParams({ strict: false }) as {
    readonly planId: string;
    readonly migrationId: string;
  };
  const { common } = useTexts();
  const texts = useMigrationTexts();
  const params = { planId, migrationId };
  const plan = useRead('getPlan', { params: { planId } });
  const first = useRead('getPlanMigration', { params });
  const isRunning = first.data?.status === 'running';
  const migration = useRead('getPlanMigration', { params }, { every: isRunning && whileRunning });
  useRefreshAtEnd(isRunning);
  const { data } = migration;
  return (
    <Page
      key={migrationId}
      title={data === undefined ? texts.title : texts.name(data.toVersion)}
      parent={{ to: at('plans', planId), label: plan.data?.name ?? common.plan }}
      badge={data && <StatusBadge status={data.status} />}
    >
      <Loaded query={migration}>
        {(loaded) => (
          <Sections>
            <Standing migration={loaded} />
            <Section title={texts.subscriptions}>
              <Outcomes params={params} isRunning={isRunning} />
            </Section>
          </Sections>
        )}
      </Loaded>
    </Page>
  );
};

/** Reads all anew once the move is over: the lists show what they were while it was under way. */
const useRefreshAtEnd = (isRunning: boolean): void => {
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    if (wasRunning.current && !isRunning) void queryClient.invalidateQueries();
    wasRunning.current = isRunning;
  }, [isRunning]);
};

const Standing = ({ migration }: { readonly migration: PlanMigration }) => {
  const { common } = useTexts();
  const texts = useMigrationTexts();
  const versionsText = useVersionsText();
  const { progress, report, createdAt, completedAt, status } = migration;
  const done = texts.done(progress.done, progress.total);
  return (
    <Stack gap="md">
      <Group gap="sm" role="status">
        <progress value={progress.done} max={Math.max(progress.total, 1)} aria-label={done} />
        <Text size="sm" className="number">
          {done}
        </Text>
        {status === 'running' && (
          <Text size="sm" c="dimmed">
            {texts.goesOn}
          </Text>
        )}
      </Group>
      <Facts
        rows={[
          [texts.between, versionsText(migration)],
          [texts.report, report && texts.reported(report.moved, report.unchanged, report.refused)],
          [common.createdAt, <InstantText value={createdAt} />],
          [texts.completedAt, <InstantText value={completedAt} />],
        ]}
      />
    </Stack>
  );
};

interface OutcomesProps {
  readonly params: Readonly<Record<string, string>>;
  readonly isRunning: boolean;
}

const Outcomes = ({ params, isRunning }: OutcomesProps) => {
  const { billing, statuses } = useTexts();
  const texts = useMigrationTexts();
  const options = (['pending', 'moved', 'unchanged', 'refused'] as const).map((value) => ({
    value,
    label: statuses[value] ?? value,
  }));
  return (
    <DataTable<MigratedSubscription>
      operation="listMigratedSubscriptions"
      params={params}
      label={texts.subscriptions}
      keyOf={({ subscriptionId }) => subscriptionId}
      fileName="moved-subscriptions"
      filters={[{ kind: 'choice', name: 'outcome', label: texts.outcome, options }]}
      {...(isRunning ? { every: whileRunning } : {})}
      empty={{ text: texts.noneToMove }}
      columns={[
        {
          header: billing.subscription,
          cell: ({ subscriptionId }) => <SubscriptionOfMove subscriptionId={subscriptionId} />,
        },
        { header: texts.outcome, cell: ({ outcome }) => <StatusBadge status={outcome} /> },
        { header: texts.why, cell: ({ refusal }) => <Refusal refusal={refusal} /> },
        { header: texts.settledAt, cell: ({ settledAt }) => <InstantText value={settledAt} /> },
      ]}
    />
  );
};
