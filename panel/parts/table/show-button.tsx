import { Button } from '@mantine/core';

interface ShowButtonProps {
  readonly label: string;
  /** The words that tell this row's button from those of others, for who hears it. */
  readonly about: string;
  readonly onClick: () => void;
}

/** A small button of a row that opens its details. */
export const ShowButton = ({ label, about, onClick }: ShowButtonProps) => (
  <Button variant="default" size="compact-xs" onClick={onClick}>
    {label}
    <span className="hidden-text"> {about}</span>
  </Button>
);
