import { Button, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OperationId } from '../../api/client.ts';
import { useCan } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { operations } from '../../wire/operations.ts';
import { Icon } from '../page/icons.tsx';
import { ButtonLink } from '../page/links.tsx';

interface ActionProps {
  readonly operation: OperationId;
  readonly children: ReactNode;
  readonly variant?: 'filled' | 'default' | 'subtle';
  readonly isDangerous?: boolean;
  readonly isPending?: boolean;
}

interface ActionButtonProps extends ActionProps {
  readonly onClick: () => void;
  /** Why it cannot be done now. */
  readonly blocked?: string;
}

/**
 * A button that calls an operation. Who may not sees it too, and learns which permission is
 * missing; it stays focusable, so that a keyboard reaches the reason.
 */
export const ActionButton = (props: ActionButtonProps) => {
  const {
    operation,
    children,
    variant = 'default',
    isDangerous = false,
    isPending = false,
  } = props;
  const isAllowed = useCan(operation);
  if (!isAllowed) return <LockedButton operation={operation}>{children}</LockedButton>;
  if (props.blocked !== undefined) {
    return <BlockedButton reason={props.blocked}>{children}</BlockedButton>;
  }
  return (
    <Button
      variant={variant}
      loading={isPending}
      onClick={props.onClick}
      {...(isDangerous ? { c: 'var(--panel-bad)' } : {})}
    >
      {children}
    </Button>
  );
};

/** A link to the form that calls an operation, where the person may call it. */
export const ActionLink = ({
  operation,
  to,
  search,
  children,
  variant = 'filled',
}: ActionProps & {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}) => {
  const isAllowed = useCan(operation);
  if (!isAllowed) return <LockedButton operation={operation}>{children}</LockedButton>;
  return (
    <ButtonLink to={to} variant={variant} {...(search === undefined ? {} : { search })}>
      {children}
    </ButtonLink>
  );
};

const LockedButton = ({ operation, children }: Pick<ActionProps, 'operation' | 'children'>) => {
  const texts = useTexts();
  const needed = operations[operation].permission ?? '';
  return (
    <BlockedButton reason={texts.common.needs(needed)} icon={<Icon name="lock" />}>
      {children}
    </BlockedButton>
  );
};

interface BlockedButtonProps {
  readonly reason: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A button that does nothing but tell why; a keyboard reaches it. */
const BlockedButton = ({ reason, icon, children }: BlockedButtonProps) => (
  <Tooltip label={reason} events={{ hover: true, focus: true, touch: true }}>
    <Button
      variant="default"
      aria-disabled="true"
      data-disabled
      leftSection={icon}
      onClick={(event) => event.preventDefault()}
    >
      {children}
    </Button>
  </Tooltip>
);
