import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { configurationSchema } from '../../src/cli/configuration-schema.ts';

const file = new URL('../../schema/zlm-lint.schema.json', import.meta.url);

it('the schema in schema/ is what the table of options and the rules say (npm run schema writes it anew)', () => {
  const text = `${JSON.stringify(configurationSchema(rules), null, 2)}\n`;
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
