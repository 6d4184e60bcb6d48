import { VersionMismatch } from '#domain/shared/errors.ts';

/** A thing that is stored with a version, as every aggregate is. */
interface Versioned {
  readonly facts: { readonly version: number };
}

/** Rows by key. A draft of it takes writes that only `commit` makes visible. */
export class MemoryTable<Row extends object> {
  readonly #rows: Map<string, Row>;
  #isChanged = false;

  constructor(rows: Map<string, Row> = new Map()) {
    this.#rows = rows;
  }

  /** Whether anything was written or taken away since the draft was made. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** The rows whose key starts with `prefix`. */
  under(prefix: string): readonly Row[] {
    return [...this.#rows].filter(([key]) => key.startsWith(prefix)).map(([, row]) => row);
  }

  /** All rows with their keys. */
  entries(): readonly (readonly [key: string, row: Row])[] {
    return [...this.#rows];
  }

  /** @throws {VersionMismatch} when the stored row is not the one that `row` was made from. */
  store(key: string, row: Row & Versioned): void {
    this.#require(key, row.facts.version - 1);
    this.put(key, row);
  }

  /** Replaces a row as it is, its version too. */
  put(key: string, row: Row): void {
    this.#isChanged = true;
    this.#rows.set(key, row);
  }

  /** @throws {VersionMismatch} when the stored row has another version, or is gone. */
  delete(key: string, version: number): void {
    this.#require(key, version);
    this.#delete(key);
  }

  /** Takes rows away without asking for their version. */
  removeWhere(prefix: string, condition: (row: Row) => boolean): void {
    for (const [key, row] of this.#rows) {
      if (key.startsWith(prefix) && condition(row)) this.#delete(key);
    }
  }

  draft(): MemoryTable<Row> {
    return new MemoryTable(new Map(this.#rows));
  }

  #delete(key: string): void {
    this.#isChanged = true;
    this.#rows.delete(key);
  }

  #require(key: string, version: number): void {
    const stored: (Row & Partial<Versioned>) | undefined = this.#rows.get(key);
    if ((stored?.facts?.version ?? 0) !== version) throw new VersionMismatch();
  }
}
