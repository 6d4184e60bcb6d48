import { DomainError } from '#domain/shared/errors.ts';

/** Some of what was to be tried again is not dead, or not there. */
export class NothingReplayed extends DomainError {
  readonly kind = 'notFound';
  readonly code = 'nothing_to_replay';

  /** @param what `jobs` or `events`: the command that lists them */
  constructor(
    what: 'jobs' | 'events',
    of: string,
    { replayed, asked }: { readonly replayed: number; readonly asked: number },
  ) {
    super(
      `${replayed} of ${asked} replayed: the others are not dead in ${of}. ` +
        `\`billing ${what} dead\` lists them.`,
    );
  }
}
