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

/**
 * A button that calls an operation. Who may not sees it too, and learns which permission is
 * missing; it stays focusable, so that a keyboard reaches the reason.
 */
export const ActionButton = (props: ActionProps & { readonly onClick: () => void }) => {
  const {
    operation,
    children,
    variant = 'default',
    isDangerous = false,
    isPending = false,
  } = props;
  const isAllowed = useCan(operation);
  if (!isAllowed) return <LockedButton operation={operation}>{children}</LockedButton>;
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
    <Tooltip label={texts.common.needs(needed)} events={{ hover: true, focus: true, touch: true }}>
      <Button
        variant="default"
        aria-disabled="true"
        data-disabled
        leftSection={<Icon name="lock" />}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  );
};
