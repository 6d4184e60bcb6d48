const paths = {
  check: 'M5 12.500l4.500 4.500L19 7.500',
  circle: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16',
  clock: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 8v4.500l3 2',
  cross: 'M6.500 6.500l11 11M17.500 6.500l-11 11',
  lock: 'M7 11h10v8H7zM9 11V8.500a3 3 0 0 1 6 0V11',
  moon: 'M19 14.500A7.500 7.500 0 1 1 9.500 5a6 6 0 0 0 9.500 9.500z',
  pencil: 'M5 19l1-4L16 5l3 3L9 18z',
  pause: 'M9 6v12M15 6v12',
  search: 'M11 5a6 6 0 1 0 0 12a6 6 0 0 0 0-12M15.500 15.500L20 20',
  code: 'M9 8l-4 4l4 4M15 8l4 4l-4 4',
  person: 'M12 5a3.500 3.500 0 1 0 0 7a3.500 3.500 0 0 0 0-7M5.500 20a6.500 6.500 0 0 1 13 0',
} as const;

export type IconName = keyof typeof paths;

/** A small drawing beside a text; it says nothing that the text does not. */
export const Icon = ({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={paths[name]} />
  </svg>
);
