import { defineConfig } from 'vitest/config';
import { testedValidator } from './scripts/validator.mjs';

export default defineConfig({
  plugins: [testedValidator],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 30_000,
    // Without it Vitest leaves one core of two idle.
    maxWorkers: '100%',
  },
});
