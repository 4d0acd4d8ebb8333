import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

/** Of the rules those that found something; their pages are files of their own, of which the first line is kept. */
function withoutPages(text: string): string {
  const log = JSON.parse(text) as Log;
  for (const { tool: { driver }, results = [] } of log.runs) {
    driver.rules = (driver.rules ?? []).filter(({ id }) => results.some(({ ruleId }) => ruleId === id));
    for (const { help } of driver.rules) if (help !== undefined) help.markdown = (help.markdown ?? '').split('\n')[0] ?? '';
  }
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** `UPDATE_GOLDEN=1` writes them anew. */
test.each((['sarif', 'gitlab', 'junit', 'checkstyle', 'rdjson'] as const).flatMap((format) => (['en', 'zh'] as const).map((language) => [format, language] as const)))('%s of examples/suppressed, %s', async (format, language) => {
  const cwd = temporaryDirectory();
  cpSync(join(import.meta.dirname, '../../../examples/suppressed'), cwd, { recursive: true });
  const { stdout } = await run(['--format', format, '--lang', language, 'docker-compose.yml', 'start.sh'], { cwd });
  const text = format === 'sarif' ? withoutPages(stdout) : stdout;
  const path = join(import.meta.dirname, 'golden', `suppressed.${language}.${format}.${stdout.startsWith('<') ? 'xml' : 'json'}`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});
