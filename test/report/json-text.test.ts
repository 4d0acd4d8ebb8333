import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/report/json-text.ts';

describe('JSON', () => {
  it('is what JSON.stringify writes, and a line feed, where all can be seen', () => {
    const value = { a: ['流媒体 é 👍', 1, null, { b: true }], '##': '#[ "\\' };
    expect(jsonText(value)).toBe(`${JSON.stringify(value, null, 2)}\n`);
  });

  it('writes what nobody sees as escapes', () => {
    const hidden = '\u001b\u007f\u009b\u200b\u202e\u2028\u2029\ufeff\u{e0001}\ud800';
    expect(jsonText(hidden)).toBe(String.raw`"\u001b\u007f\u009b\u200b\u202e\u2028\u2029\ufeff\udb40\udc01\ud800"` + '\n');
    expect(jsonText({ 'a\u202eb': '\n\r\t' })).toBe('{\n  "a\\u202eb": "\\n\\r\\t"\n}\n');
  });

  it('has no line that a runner takes for a command', () => {
    const text = jsonText(['::error::a', '##[error]', '\n::stop-commands::a', '###[a', '##\\##[']);
    expect(text).not.toContain('##[');
    expect(text).not.toMatch(/^\s*::/m);
  });

  it('says the same when it is read again', () => {
    const unit = fc.oneof(fc.constantFrom('#', '[', '\\', '"', '\n', '\u2028', '\u202e'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    fc.assert(fc.property(fc.jsonValue({ stringUnit: unit }), (value) => {
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });
});
