import type { Rule } from '../rule.ts';
import { engineSettings, isSwitch, meaningOf, plainSettings, type OptionRow } from './option-table.ts';

type Schema = Readonly<Record<string, unknown>>;

const severities = ['off', 'info', 'warning', 'error'];
const patterns: Schema = { type: 'array', items: { type: 'string' } };

/**
 * The JSON Schema of a configuration, which is committed as `schema/zlm-lint.schema.json`: made of the table of options and of the
 * rules' own schemas, so that it says what they say.
 */
export function configurationSchema(rules: readonly Rule[]): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'zlm-lint',
    description: 'Configuration of zlm-lint: .zlm-lint.yaml, .zlm-lint.yml, .zlm-lint.json, or the key zlm-lint in package.json.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { description: 'This schema, for editors.', type: 'string' },
      version: { description: 'Version of the form of this file.', const: 1 },
      ...Object.fromEntries(plainSettings.map((row) => [row.setting, schemaOf(row)])),
      engine: {
        description: 'What runs the deployment: its name, or more of it.',
        anyOf: [schemaOf(engineSettings.find(({ key }) => key === 'name')), { type: 'object', additionalProperties: false, properties: Object.fromEntries(engineSettings.map((row) => [row.key, schemaOf(row)])) }],
      },
      rules: { description: 'What is set of each rule.', $ref: '#/definitions/rules' },
      overrides: {
        description: 'What is set in another way for some files or services; of several that fit the last counts.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rules'],
          properties: {
            files: { description: 'Files, as .gitignore writes them.', ...patterns },
            services: { description: 'Names of services or containers; * stands for any characters.', ...patterns },
            rules: { description: 'What is set of each rule.', $ref: '#/definitions/rules' },
          },
        },
      },
    },
    definitions: {
      rules: { type: 'object', additionalProperties: false, properties: Object.fromEntries(rules.map(({ meta }) => [meta.id, ruleSchema(meta)])) },
      severity: { description: 'How much findings weigh; off for none.', type: 'string', enum: severities },
      rule: { description: 'The severity of the rule.', anyOf: settingSchema({}) },
    },
  };
}

function ruleSchema({ options: { properties } }: Rule['meta']): Schema {
  return properties === undefined ? { $ref: '#/definitions/rule' } : { description: 'The severity of the rule, or its options.', anyOf: settingSchema(properties) };
}

function settingSchema(options: Schema): readonly Schema[] {
  const severity = { $ref: '#/definitions/severity' };
  return [severity, { type: 'object', additionalProperties: false, properties: { severity, ...options } }];
}

function schemaOf(row: OptionRow | undefined): Schema {
  if (row === undefined) throw new Error('the table has no such option');
  const { flags, choices, fallback, number, most, repeatable, pattern } = row;
  const description = `${meaningOf(row).en} (${flags})`;
  if (isSwitch(row)) return { description, type: 'boolean', default: true };
  if (repeatable === true) return { description, type: 'array', items: { type: 'string' } };
  const known = fallback === undefined ? {} : { default: fallback };
  if (number !== undefined) return { description, type: 'integer', minimum: number, ...(most === undefined ? {} : { maximum: most }), ...known };
  return { description, type: 'string', ...(choices === undefined ? {} : { enum: choices }), ...(pattern === undefined ? {} : { pattern: pattern.source }), ...known };
}
