import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../bench/engine/json.mjs';

test('the text of a result is the result, and a run of it is a line', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
  const run = { load: 0.5, processes: 2004, startSeconds: 66.5, note: undefined };
  expect(jsonText({ scenarios: Array.from({ length: 9 }, () => run) }).split('\n')).toHaveLength(13);
});
