import type { Input } from './input.ts';

/** The smallest input found within the time that still breaks; what is taken away is files, options, lines and at last characters. */
export async function minimised(input: Input, breaks: (input: Input) => Promise<boolean>, milliseconds = 45_000): Promise<Input> {
  const end = Date.now() + milliseconds;
  let best = input;
  const attempt = async (candidate: Input): Promise<boolean> => {
    if (Date.now() > end || !(await breaks(candidate))) return false;
    best = candidate;
    return true;
  };
  for (const name of input.files.keys()) await attempt({ ...best, files: new Map([...best.files].filter(([one]) => one !== name)), paths: best.paths });
  if (best.options.length > 0) await attempt({ ...best, options: [] });
  for (const separator of ['\n', ' ', '']) {
    for (const name of best.files.keys()) {
      const text = best.files.get(name)?.toString('utf8') ?? '';
      // Bytes that are no text stay as they are.
      if (!Buffer.from(text).equals(best.files.get(name) ?? Buffer.alloc(0))) continue;
      await withoutParts(separator === '' ? [...text] : text.split(separator), (parts) => attempt({ ...best, files: new Map([...best.files, [name, Buffer.from(parts.join(separator))]]) }), () => Date.now() > end);
    }
  }
  return best;
}

/** Takes away runs of parts, the long ones first, as long as something can go. */
async function withoutParts(parts: readonly string[], attempt: (parts: readonly string[]) => Promise<boolean>, isOver: () => boolean): Promise<void> {
  let left = parts;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length && !isOver(); ) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      if (await attempt(fewer)) left = fewer;
      else at += size;
    }
  }
}
