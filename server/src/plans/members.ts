import type { Findings } from './findings.ts';
import { escape } from './schema-problems.ts';

/**
 * An object of somebody else's file: members are asked for by name and taken for what they are meant to be;
 * those that nobody asked for are reported at the end as ignored.
 */
export class Members {
  private readonly asked = new Set<string>();

  constructor(
    private readonly value: object,
    readonly place: string,
    private readonly findings: Findings,
  ) {}

  at(name: string): string {
    return `${this.place}/${escape(name)}`;
  }

  /** Whatever stands there; null is as good as nothing. */
  any(name: string): unknown {
    this.asked.add(name);
    return Object.hasOwn(this.value, name) ? (Reflect.get(this.value, name) ?? undefined) : undefined;
  }

  /** Words; a number will do, because people number rows. Empty when there are none. */
  text(name: string): string {
    const value = this.any(name);
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    this.findings.problem(this.at(name), 'must be text');
    return '';
  }

  number(name: string): number | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.findings.problem(
      this.at(name),
      typeof value === 'number' ? 'must be a finite number' : 'must be a number',
    );
    return undefined;
  }

  object(name: string): Members | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (isObject(value)) return new Members(value, this.at(name), this.findings);
    this.findings.problem(this.at(name), 'must be an object');
    return undefined;
  }

  /** `{x, y}`; undefined when it is missing. */
  point(name: string): { x: number; y: number } | undefined {
    const point = this.object(name);
    if (point === undefined) return undefined;
    const [x, y] = [point.number('x'), point.number('y')];
    for (const [axis, value] of Object.entries({ x, y })) {
      if (value === undefined && point.any(axis) === undefined) {
        this.findings.problem(point.at(axis), 'is missing');
      }
    }
    point.ignoreRest();
    return { x: x ?? 0, y: y ?? 0 };
  }

  list(name: string): Members[] {
    const value = this.any(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.findings.problem(this.at(name), 'must be a list');
      return [];
    }
    return value.flatMap((each: unknown, i) => {
      const place = `${this.at(name)}/${i}`;
      if (isObject(each)) return [new Members(each, place, this.findings)];
      this.findings.problem(place, 'must be an object');
      return [];
    });
  }

  /** Members that mean nothing here and are given back when the plan is exported again. */
  kept(...names: readonly string[]): { kept?: Record<string, string | number | boolean> } {
    const entries = names.flatMap((name) => {
      const value = this.any(name);
      const isPlain =
        (typeof value === 'string' && value !== '' && value.length <= 200) ||
        typeof value === 'boolean' ||
        (typeof value === 'number' && Number.isFinite(value));
      if (isPlain) return [[name, value] as const];
      if (value !== undefined && value !== '') this.findings.ignore(this.at(name));
      return [];
    });
    return entries.length === 0 ? {} : { kept: Object.fromEntries(entries) };
  }

  ignoreRest(): void {
    for (const name of Object.keys(this.value)) {
      if (!this.asked.has(name)) this.findings.ignore(this.at(name));
    }
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
