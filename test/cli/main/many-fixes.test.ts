import { expect, test } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run, type JsonReport } from './run.ts';

/** Fixes that each make the same config.ini cannot be tried together, and `extends` is why they are tried at all. */
const services = Array.from({ length: 70 }, (_, index) => `  zlm-${index}:\n    image: zlmediakit/zlmediakit:master\n    ports: ["554", "1935"]\n`).join('');
const many = `services:\n${services}  web:\n    extends: other\n  other:\n    image: nginx\n`;

test('of more fixes than can be tried one by one, those that were not tried are not offered, and the report says why', async () => {
  const cwd = temporaryDirectory({ 'compose.yml': many });
  const { stdout } = await run(['--format', 'json', 'compose.yml'], { cwd });
  const findings = (JSON.parse(stdout) as JsonReport).files[0]?.findings.filter(({ rule }) => rule === 'prefer-host-network') ?? [];
  expect(findings).toHaveLength(70);
  expect(findings.filter(({ fix }) => fix !== null)).toHaveLength(64);
  expect(new Set(findings.flatMap(({ fix, notFixed }) => (fix === null ? [notFixed?.message] : [])))).toEqual(new Set(['the fix is not offered: 64 trials did not tell which of the fixes of this project hold']));
});
