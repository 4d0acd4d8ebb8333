import { expect, test } from 'vitest';
import { stackOf } from '../../src/cli/failure.ts';

test('what an error quotes of a file is shown, but for its secrets', () => {
  const error = new Error('ZLM_SECRET=5ecret\n\u001b[31msecond', { cause: new Error('password: "5ecret" \u202e') });
  const said = stackOf(error);
  expect(said).not.toContain('5ecret');
  expect(/(?!\n)[\p{Cc}\p{Cf}]/u.exec(said)).toBeNull();
  expect(said).toMatch(/^Error: ZLM_SECRET=\*{6}\n\\x1b\[31msecond\n {4}at [^]*\ncaused by: Error: password: "\*{6}" \\u202e\n/);
});
