import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

// What the image does is shown by scripts/try-docker.mjs, which builds and runs it.
const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');

it('the image says which version it is, and where it comes from', () => {
  expect(/^ARG VERSION=(.+)$/m.exec(dockerfile)?.[1]).toBe(manifest.version);
  expect(dockerfile).toContain(`${manifest.homepage}.git#v${manifest.version}\n`);
  const labels = new Map([...dockerfile.matchAll(/org\.opencontainers\.image\.(\w+)="(.*?)"/g)].map(([, name, value]) => [name, value]));
  expect(Object.fromEntries(labels)).toMatchObject({ title: manifest.name, version: '${VERSION}', licenses: manifest.license, source: manifest.homepage });
  expect(manifest.repository.url).toBe(`git+${manifest.homepage}.git`);
});
