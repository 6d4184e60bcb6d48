import type { AnchorProps } from '@mantine/core';
import { Anchor, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { tenantInUrl } from '../../api/session.ts';

/** A place below the tenant of this page: `at('customers', id)`. */
export const at = (...parts: readonly string[]): string =>
  ['/t', tenantInUrl() ?? '', ...parts].join('/');

interface LinkProps {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/** A link to another page of the panel. */
export const AppLink = ({ to, search, children, ...rest }: LinkProps & AnchorProps) => (
  <Anchor
    size="sm"
    {...rest}
    renderRoot={(props) => (
      <Link to={to} {...(search === undefined ? {} : { search })} {...props} />
    )}
  >
    {children}
  </Anchor>
);

interface ButtonLinkProps extends LinkProps {
  readonly variant?: 'filled' | 'default' | 'subtle';
}

/** A link that looks like a button: it leads to a form. */
export const ButtonLink = ({ to, search, children, variant = 'default' }: ButtonLinkProps) => (
  <Button
    variant={variant}
    renderRoot={(props) => (
      <Link to={to} {...(search === undefined ? {} : { search })} {...props} />
    )}
  >
    {children}
  </Button>
);
