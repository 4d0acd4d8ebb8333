import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever a test makes among the temporary files lies in one directory, which is gone after the run. */
export default function setup(): () => void {
  const before = process.env['TMPDIR'];
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'zlm-lint-tests-')));
  // Some tests go on as a user who may do less.
  chmodSync(directory, 0o711);
  process.env['TMPDIR'] = directory;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(directory, { recursive: true, force: true });
  };
}
