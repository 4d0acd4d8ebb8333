import type { Flag } from './flags.ts';
import type { Refuse } from './read-publish.ts';

/** `--expose`: a port or a range with a protocol, never a mapping. Source: docker/cli opts.go. */
export function readExpose(flag: Flag, refuse: Refuse): string[] {
  const { value, valueAt } = flag;
  if (typeof value !== 'string') return value === null ? [] : [value.unknown];
  const match = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(value);
  const [from, to] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? match?.[1] ?? 0)];
  if (match !== null && from <= to && to <= 65_535) return [value];
  refuse('bad-expose', valueAt, { text: value });
  return [];
}
