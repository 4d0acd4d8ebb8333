import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { neighbours, safe, wide } from '../../cli/main/files.ts';
import { run, type World } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { runOf } from './sarif-log.ts';

/** A folder with the schema of OASIS in schemas/ and real Compose files in corpus/; `.ci/run` sets it where there is one. */
const shared = process.env['ZLM_LINT_SHARED'] ?? '';

describe.skipIf(shared === '')('the schema of SARIF 2.1.0', () => {
  // It is of draft 4, of which it has nothing that changed but the names of these two.
  const read = (): object => {
    const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(join(shared, 'schemas/sarif-schema-2.1.0.json'), 'utf8')) as Record<string, unknown>;
    return schema;
  };

  async function expectValid(args: readonly string[], world: World): Promise<number> {
    const { stdout } = await run(['--format', 'sarif', ...args], world);
    const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: (text: string) => URL.canParse(text), 'uri-reference': (text: string) => /^(?:[\w.~!$&'()*+,;=:@/?#[\]-]|%[\dA-F]{2})*$/.test(text), 'date-time': true } });
    const validate = ajv.compile(read());
    expect(validate(JSON.parse(stdout)), ajv.errorsText(validate.errors)).toBe(true);
    return runOf(stdout).results.length;
  }

  it('holds for every kind of report', async () => {
    const cwd = temporaryDirectory({ 'a b.yml': safe, '宽.yml': `\uFEFF${wide}`, 'n.yml': neighbours.replaceAll('\n', '\r\n'), 'x.yml': wide.replace('/udp"', '/udp" # zlm-lint-disable-line -- 100% {0} [a](b)'), 'broken.yml': 'a: [zlm' });
    const files = ['a b.yml', '宽.yml', 'n.yml', 'x.yml', 'broken.yml', 'missing.yml'];
    for (const args of [files, ['--lang', 'zh', ...files], ['--unsafe-fixes', ...files], ['--quiet', ...files], ['--check', ...files]]) expect(await expectValid(args, { cwd })).toBeGreaterThan(0);
    expect(await expectValid(['-'], { cwd, stdin: wide })).toBeGreaterThan(0);
    expect(await expectValid(['a b.yml', '--only', 'valid-run'], { cwd })).toBe(0);
  });

  it('holds for the corpus', async () => {
    const files = readdirSync(join(shared, 'corpus'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:ya?ml|sh)$/.test(name));
    expect(await expectValid(['--unsafe-fixes', ...files], { cwd: join(shared, 'corpus') })).toBeGreaterThan(100);
  }, 120_000);
});
