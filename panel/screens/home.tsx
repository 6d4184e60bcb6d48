import { Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { isSettled, useRead } from '../api/queries.ts';
import { useMe } from '../api/session.ts';
import { useIssueColumns } from '../parts/invoicing/issue-columns.tsx';
import { Icon } from '../parts/page/icons.tsx';
import { AppLink, at, ButtonLink } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { WaitingRows } from '../parts/page/states.tsx';
import { ToDoList } from '../parts/shell/to-do-list.tsx';
import type { ChecklistStep } from '../parts/shell/use-checklist.ts';
import { useChecklist } from '../parts/shell/use-checklist.ts';
import { Rows } from '../parts/table/data-table.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useInvoiceColumns } from './invoices.tsx';

/** The first page: what is left to set up, what is held up, the newest invoices. */
export const Home = () => {
  const texts = useTexts();
  const { tenant } = useMe();
  return (
    <Page title={texts.operations.home} subtitle={tenant.name}>
      <ToDoList where="above" />
      <Checklist />
      <ToDoList where="below" />
      <HeldUp />
      <NewestInvoices />
    </Page>
  );
};

const Checklist = () => {
  const texts = useTexts();
  const { steps, isRead } = useChecklist();
  const done = steps.filter(({ isDone }) => isDone === true).length;
  const isKnown = steps.every(({ isDone }) => isDone !== undefined);
  if (!isRead) return <WaitingRows height={64} />;
  if (!isKnown || done === steps.length) return null;
  const left = steps.filter(({ isDone }) => isDone !== true);
  return (
    <Paper withBorder p="lg">
      <Section title={texts.operations.checklist}>
        <Group gap="sm">
          <Progress
            value={(100 * done) / steps.length}
            w={160}
            aria-label={texts.operations.checklist}
          />
          <Text size="sm" c="dimmed">
            {texts.operations.checklistText(done, steps.length)}
          </Text>
        </Group>
        <DoneSteps steps={steps.filter(({ isDone }) => isDone === true)} />
        <Stack gap={0}>
          {left.map((step) => (
            <Step key={step.name} step={step} isFirst={step === left[0]} />
          ))}
        </Stack>
      </Section>
    </Paper>
  );
};

/** Steps that are done take no more room than their names. */
const DoneSteps = ({ steps }: { readonly steps: readonly ChecklistStep[] }) => {
  const texts = useTexts();
  return (
    <Group gap="md" component="ul" className="done-steps">
      {steps.map(({ name }) => (
        <li key={name} className="status good">
          <Icon name="check" size={16} />
          {texts.operations.steps[name][0]}
          <span className="hidden-text"> {texts.operations.done}</span>
        </li>
      ))}
    </Group>
  );
};

const Step = ({ step, isFirst }: { readonly step: ChecklistStep; readonly isFirst: boolean }) => {
  const texts = useTexts();
  const [title, text] = texts.operations.steps[step.name];
  return (
    <div className="step">
      <span className="status">
        <Icon name="circle" size={20} />
      </span>
      <div>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      <ButtonLink to={step.to} variant={isFirst ? 'filled' : 'default'}>
        {texts.operations.open}
        <span className="hidden-text"> {title}</span>
      </ButtonLink>
    </div>
  );
};

const HeldUp = () => {
  const texts = useTexts();
  const columns = useIssueColumns();
  const issues = useRead('listBillingIssues', { query: { status: 'open', limit: '10' } });
  const rows = issues.data?.data ?? [];
  if (!isSettled(issues)) return <WaitingRows height={38} />;
  if (rows.length === 0) return null;
  return (
    <Section title={texts.billing.issues} text={texts.billing.issuesText}>
      <Rows label={texts.billing.issues} columns={columns} data={rows} keyOf={({ id }) => id} />
    </Section>
  );
};

const NewestInvoices = () => {
  const texts = useTexts();
  const columns = useInvoiceColumns();
  const invoices = useRead('listInvoices', { query: { limit: '5' } });
  const rows = invoices.data?.data ?? [];
  if (!isSettled(invoices)) return <WaitingRows height={38} />;
  if (rows.length === 0) return null;
  return (
    <Section
      title={texts.operations.recentInvoices}
      actions={<AppLink to={at('invoices')}>{texts.common.all}</AppLink>}
    >
      <Rows
        label={texts.operations.recentInvoices}
        columns={columns}
        data={rows}
        keyOf={({ id }) => id}
      />
    </Section>
  );
};
