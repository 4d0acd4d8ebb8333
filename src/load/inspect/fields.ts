/** What a value of the JSON should have been. */
export type Expected = 'text' | 'number' | 'boolean' | 'list' | 'object';

/** A value of another shape than `docker inspect` gives it. */
export class ShapeError extends Error {
  constructor(
    readonly path: string,
    readonly expected: Expected,
  ) {
    super(`${path} is no ${expected}`);
  }
}

/** An object of the JSON, its values asked for by name and shape; it remembers which were. @throws ShapeError */
export class Fields {
  private readonly asked = new Set<string>();

  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  static of(value: unknown, path: string): Fields {
    if (!isRecord(value)) throw new ShapeError(path, 'object');
    return new Fields(value, path);
  }

  /** Whether anything but `null` is said. */
  has(name: string): boolean {
    return (this.values[name] ?? null) !== null;
  }

  text(name: string): string {
    return textAt(this.take(name) ?? '', this.at(name));
  }

  number(name: string): number {
    const value = this.take(name) ?? 0;
    if (typeof value !== 'number') throw new ShapeError(this.at(name), 'number');
    return value;
  }

  /** A text, or a number in its place, as podman writes a signal. */
  written(name: string): string {
    const value = this.take(name) ?? '';
    return typeof value === 'number' ? String(value) : textAt(value, this.at(name));
  }

  flag(name: string): boolean {
    const value = this.take(name) ?? false;
    if (typeof value !== 'boolean') throw new ShapeError(this.at(name), 'boolean');
    return value;
  }

  texts(name: string): string[] {
    return this.list(name).map((value, index) => textAt(value, `${this.at(name)}[${index}]`));
  }

  /** One text, as older podman writes it, or a list. */
  words(name: string): string[] {
    const value = this.values[name];
    if (typeof value !== 'string') return this.texts(name);
    this.take(name);
    return value === '' ? [] : [value];
  }

  textLists(name: string): string[][] {
    return this.list(name).map((value, index) => {
      const path = `${this.at(name)}[${index}]`;
      if (!Array.isArray(value)) throw new ShapeError(path, 'list');
      return value.map((one, inner) => textAt(one, `${path}[${inner}]`));
    });
  }

  textMap(name: string): [string, string][] {
    return this.members(name).map(([key, value]) => [key, textAt(value ?? '', `${this.at(name)}.${key}`)]);
  }

  keys(name: string): string[] {
    return this.members(name).map(([key]) => key);
  }

  /** An object; an empty one where nothing is said. */
  part(name: string): Fields {
    return Fields.of(this.take(name) ?? {}, this.at(name));
  }

  parts(name: string): Fields[] {
    return this.list(name).map((value, index) => Fields.of(value, `${this.at(name)}[${index}]`));
  }

  partMap(name: string): [string, Fields][] {
    return this.members(name).map(([key, value]) => [key, Fields.of(value ?? {}, `${this.at(name)}.${key}`)]);
  }

  partLists(name: string): [string, Fields[]][] {
    return this.members(name).map(([key, value]) => {
      const path = `${this.at(name)}.${key}`;
      if (value !== null && !Array.isArray(value)) throw new ShapeError(path, 'list');
      return [key, (value ?? []).map((one, index) => Fields.of(one, `${path}[${index}]`))];
    });
  }

  /** These say nothing that a command line could say, or say it of the engine. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.asked.add(name);
  }

  /** What is said and nobody asked for. */
  unasked(): string[] {
    return Object.entries(this.values).flatMap(([name, value]) => (this.asked.has(name) || isNothing(value) ? [] : [this.at(name)]));
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  private take(name: string): unknown {
    this.asked.add(name);
    return this.values[name];
  }

  private list(name: string): unknown[] {
    const value = this.take(name) ?? [];
    if (!Array.isArray(value)) throw new ShapeError(this.at(name), 'list');
    return value;
  }

  private members(name: string): [string, unknown][] {
    const value = this.take(name) ?? {};
    if (!isRecord(value)) throw new ShapeError(this.at(name), 'object');
    return Object.entries(value);
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textAt(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new ShapeError(path, 'text');
  return value;
}

/** What Go writes where nothing was set. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isNothing);
  if (isRecord(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}
