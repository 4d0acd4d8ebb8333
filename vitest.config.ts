import { defineConfig } from 'vitest/config';
import { testedValidator } from './scripts/compile-validator.mjs';

/** Puts other modules in the place of Node's, which no other file may see. */
const ALONE = ['test/cli/write-rollback.test.ts', 'test/cli/write-kills.test.ts'];

export default defineConfig({
  plugins: [testedValidator],
  test: {
    globalSetup: ['test/temporary.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 30_000,
    // Without it Vitest leaves one core of two idle.
    maxWorkers: '100%',
    projects: [
      // Files of one worker share what they import: reading all of the sources again for each took a fifth of the time.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
