import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const pages = ['README.md', 'README.zh.md', 'docs/job-summary.md', 'docs/job-summary.zh.md'];
const pasted = ['docker/zlm-lint.sh', 'github/zlm-lint.yml', 'gitlab/.gitlab-ci.yml', 'npm/npx.sh', 'pre-commit/.pre-commit-config.yaml'].map((path) => `examples/${path}`);
/** A version of this project in an address, as a revision, or behind the name of the package. */
const version = /(?:zlm-lint(?:@v?|\.git#v|\/v|\/blob\/v)|rev: v)(\d+\.\d+\.\d+)/g;

it.each(['Dockerfile', ...pages, ...pasted])('%s names this version, and no other', (path) => {
  const text = readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
  expect([...new Set(Array.from(text.matchAll(version), ([, named]) => named))]).toEqual([manifest.version]);
});
