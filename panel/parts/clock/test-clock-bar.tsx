import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { queryClient, useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { instantText, zoneName } from '../../values/times.ts';
import { ActionButton } from '../form/action-button.tsx';
import { useCloseLabel } from '../form/confirm-action.tsx';
import { Icon } from '../page/icons.tsx';
import { AdvanceForm } from './advance-form.tsx';
import { AdvanceReport } from './advance-report.tsx';
import type { Journey } from './journey.ts';

const whileAdvancing = 500;

/** The clock of a test tenant, on each of its pages, and the way to move it. */
export const TestClockBar = () => {
  const { timeZone } = useMe().tenant;
  const texts = useTexts();
  const locale = useLocale();
  const [isFormOpen, form] = useDisclosure(false);
  const [isReportOpen, report] = useDisclosure(false);
  const [journey, setJourney] = useState<Journey>();
  const { data: clock } = useRead('getTestClock', {}, { every: false });
  // A time that is not shown holds the place of the one that is read.
  const now = clock?.now ?? new Date().toISOString();
  const isAdvancing = clock?.status === 'advancing';
  usePolling(isAdvancing);
  useClosing(report.close);
  const closeButtonProps = useCloseLabel();
  const take = (advanced: Journey): void => {
    setJourney(advanced);
    form.close();
    report.open();
  };
  return (
    <div className="test-bar no-print" role="region" aria-label={texts.clock.title}>
      <Group gap="xs">
        <Icon name="clock" />
        <strong>{texts.operations.testBadge}</strong>
        <span className={clock === undefined ? 'unread' : undefined}>
          {texts.clock.now(
            [instantText, zoneName].map((text) => text(now, timeZone, locale)).join(' '),
          )}
        </span>
      </Group>
      <Group gap="xs">
        {isAdvancing ? (
          <span role="status">{texts.clock.advancing}</span>
        ) : (
          <ActionButton operation="advanceTestClock" onClick={form.open}>
            {texts.clock.advance}
          </ActionButton>
        )}
        {journey !== undefined && (
          <Button variant="default" onClick={report.open}>
            {texts.clock.report}
          </Button>
        )}
      </Group>
      <Modal
        opened={isFormOpen && clock !== undefined}
        onClose={form.close}
        title={texts.clock.advance}
        {...{ closeButtonProps }}
      >
        {clock !== undefined && (
          <AdvanceForm now={clock.now} onCancel={form.close} onAdvanced={take} />
        )}
      </Modal>
      <Modal
        opened={isReportOpen && journey !== undefined && clock !== undefined}
        onClose={report.close}
        title={texts.clock.report}
        size="xl"
        {...{ closeButtonProps }}
      >
        {journey !== undefined && clock !== undefined && <AdvanceReport {...{ journey, clock }} />}
      </Modal>
    </div>
  );
};

/** Reads the clock again and again while it is on its way, and everything when it has arrived. */
const usePolling = (isAdvancing: boolean): void => {
  const { tenant } = useMe();
  const before = useRef(isAdvancing);
  useEffect(() => {
    if (before.current && !isAdvancing) void queryClient.invalidateQueries();
    before.current = isAdvancing;
    if (!isAdvancing) return;
    const queryKey = [tenant.id, 'getTestClock'];
    const timer = setInterval(
      () => void queryClient.invalidateQueries({ queryKey }),
      whileAdvancing,
    );
    return () => clearInterval(timer);
  }, [isAdvancing, tenant.id]);
};

/** Closes the report where one of its links leads to another page. */
const useClosing = (close: () => void): void => {
  const place = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(close, [place, close]);
};
