import program from './zlm-lint.cjs';
export const { lint, fix } = program;
