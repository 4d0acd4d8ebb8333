import * as fc from 'fast-check';
import { test } from 'vitest';

export { fc };

/** A test that holds for all values of the given kinds. */
export function property<Values extends [unknown, ...unknown[]]>(
  name: string,
  kinds: { [Place in keyof Values]: fc.Arbitrary<Values[Place]> },
  holds: (...values: Values) => boolean,
): void {
  test(name, () => {
    fc.assert(fc.property(...kinds, holds as (...values: unknown[]) => boolean));
  });
}
