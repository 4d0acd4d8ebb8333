import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A copy of files that may only be read can be changed, and taken away. */
export function makeWritable(path) {
  if (!statSync(path).isDirectory()) return chmodSync(path, 0o644);
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path, { withFileTypes: true })) if (!entry.isSymbolicLink()) makeWritable(join(path, entry.name));
}
