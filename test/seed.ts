import * as fc from 'fast-check';

// The same cases in every run, so that a red one can be looked into; another number looks elsewhere.
fc.configureGlobal({ seed: Number(process.env['ZLM_LINT_SEED'] ?? 20_261_124) });
