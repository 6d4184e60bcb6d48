/**
 * The kind of a refusal. Each interface maps the kinds to its own language once, in a total table
 * (HTTP to statuses, the CLI to exit codes), so a new kind does not compile until each has decided.
 */
export type ErrorKind =
  | 'validation'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'preconditionFailed'
  | 'mismatched'
  | 'rateLimited'
  | 'unavailable';

/**
 * One fault in the input: where (JSON Pointer, RFC 6901), a stable code, and a sentence for people.
 */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Public facts about a refusal, fit for a response. No secrets, nothing of another tenant. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * A refusal that the caller can understand and act on. Anything else that is thrown is our own
 * fault. `code` is public and stable: callers branch on it, so it never changes its meaning.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  abstract readonly code: string;
  /** Only something else that is under way stood in the way: repeated soon, it may succeed. */
  readonly isTemporary: boolean = false;
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.details = details;
  }
}

/** The class of a refusal, with its kind and code: documents list it, and interfaces match it. */
export interface RefusalClass<Kind extends ErrorKind, Code extends string> {
  readonly kind: Kind;
  readonly code: Code;
  new (): DomainError & { readonly kind: Kind; readonly code: Code };
}

/**
 * The class to extend for a refusal that always says the same:
 * `class PlanArchived extends refusal('conflict', 'plan_archived', 'The plan is …') {}`.
 */
export const refusal = <Kind extends ErrorKind, Code extends string>(
  kind: Kind,
  code: Code,
  message: string,
): RefusalClass<Kind, Code> =>
  class extends DomainError {
    static readonly kind = kind;
    static readonly code = code;
    readonly kind = kind;
    readonly code = code;

    constructor() {
      super(message);
    }
  };

/** A value that breaks a rule of the domain. `details.errors` lists every fault that was found. */
export class InvalidValue extends DomainError {
  static readonly kind = 'validation';
  static readonly code = 'invalid_request';
  readonly kind = InvalidValue.kind;
  readonly code = InvalidValue.code;
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(messageOf(faults), { errors: faults });
    this.faults = faults;
  }

  /** The common case: one value, one fault. The pointer is added by whoever knows the field. */
  static because(code: string, detail: string, pointer = ''): InvalidValue {
    return new InvalidValue([{ pointer, code, detail }]);
  }
}

/** A message names so many faults at most: it is for one line of a log. */
const faultsInMessage = 10;

const messageOf = (faults: readonly Fault[]): string => {
  const named = faults.slice(0, faultsInMessage).map(({ detail }) => detail);
  const others = faults.length - named.length;
  return [...named, ...(others > 0 ? [`And ${others} more.`] : [])].join(' ');
};

/** The thing was changed since the caller read it: read again, and decide again. */
export class VersionMismatch extends refusal(
  'preconditionFailed',
  'version_mismatch',
  'It was changed meanwhile: read it again, then repeat the change on what you see.',
) {}
