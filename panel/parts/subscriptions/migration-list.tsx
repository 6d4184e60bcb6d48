import { useTexts } from '../../texts/catalogue.ts';
import { useMigrationTexts } from '../../texts/migrations.ts';
import type { PlanMigration } from '../../wire/types.ts';
import { ActionLink } from '../form/action-button.tsx';
import { AppLink, at } from '../page/links.tsx';
import { Section } from '../page/page.tsx';
import { StatusBadge } from '../page/status-badge.tsx';
import { InstantText } from '../page/times.tsx';
import { DataTable } from '../table/data-table.tsx';

/** The versions of a move in words: from which, and to which. */
export const useVersionsText = (): ((migration: PlanMigration) => string) => {
  const { prices } = useTexts();
  const texts = useMigrationTexts();
  return ({ fromVersions, toVersion }) =>
    texts.versions(
      fromVersions === null ? texts.allOthers : fromVersions.map(prices.version).join(', '),
      prices.version(toVersion),
    );
};

/** The moves of the subscriptions of a plan from version to version. */
export const MigrationList = ({ planId }: { readonly planId: string }) => {
  const { common } = useTexts();
  const texts = useMigrationTexts();
  const versionsText = useVersionsText();
  return (
    <Section
      title={texts.section}
      actions={
        <ActionLink
          operation="startPlanMigration"
          to={at('plans', planId, 'migrations', 'new')}
          variant="default"
        >
          {texts.move}
        </ActionLink>
      }
    >
      <DataTable<PlanMigration>
        operation="listPlanMigrations"
        params={{ planId }}
        cursorName="migrations"
        label={texts.section}
        keyOf={({ id }) => id}
        empty={{ text: texts.none }}
        columns={[
          {
            header: common.name,
            cell: (migration) => (
              <AppLink to={at('plans', planId, 'migrations', migration.id)}>
                {versionsText(migration)}
              </AppLink>
            ),
          },
          { header: common.status, cell: ({ status }) => <StatusBadge status={status} /> },
          {
            header: texts.progress,
            isNumeric: true,
            cell: ({ progress: { done, total } }) => (
              <span className="number">{texts.done(done, total)}</span>
            ),
          },
          { header: common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
        ]}
      />
    </Section>
  );
};
