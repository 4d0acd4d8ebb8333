import { describe, expect, test } from 'vitest';
import { configOption, launchIn, launchInScript, scriptFile } from '../../src/zlm/media-server-command.ts';
import { shellWords, simpleCommands } from '../../src/zlm/shell-words.ts';
import { fc, property } from './property.ts';

describe('simpleCommands', () => {
  test.each([
    ['a b  c', [['a', 'b', 'c']]],
    ['a && b || c; d & e | f\ng', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
    [`a 'b c' "d e" f\\ g 'h'"i"j`, [['a', 'b c', 'd e', 'f g', 'hij']]],
    ['a "b \\" \\$x \\n" \'c\\d\'', [['a', 'b " $x \\n', 'c\\d']]],
    ['# comment\na # more; b\nc#d', [['a'], ['c#d']]],
    ['a > b 2>&1 < c', [['a', 'b', '2', 'c']]],
    ['a \\\n  b', [['a', 'b']]],
    ['(cd x; y)', [['cd', 'x'], ['y']]],
    ['a ""', [['a', '']]],
    ['', []],
    ['a "unclosed b', [['a', 'unclosed b']]],
  ])('%j', (text, commands) => expect(simpleCommands(text)).toEqual(commands));

  test('the words of one string', () => expect(shellWords('sh -c "a && b" && c')).toEqual(['sh', '-c', 'a && b', 'c']));
  property('keeps quoted words whole', [fc.array(fc.string().map((word) => word.replaceAll("'", '')), { minLength: 1 })], (words) => {
    return JSON.stringify(simpleCommands(words.map((word) => `'${word}'`).join(' '))) === JSON.stringify([words]);
  });
  property('ends for any text', [fc.string({ unit: fc.constantFrom(...`ab '"\\;&|#<>()\n`) })], (text) => simpleCommands(text).every((command) => command.length > 0));

  test('is linear', () => {
    const start = performance.now();
    for (const text of ['"'.repeat(500_001), '#\n'.repeat(300_000), 'a#'.repeat(300_000), '>'.repeat(500_000), "'a'".repeat(300_000)]) simpleCommands(text);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('the start of MediaServer', () => {
  test.each([
    [['MediaServer', '-c', 'a.ini', '-l', '0'], { executable: 'MediaServer', config: 'a.ini', directory: null, touchesConfig: false }],
    [['sh', '-c', 'cd /a; cd b && ./MediaServer'], { executable: './MediaServer', config: null, directory: '/a/b', touchesConfig: false }],
    [['gosu', 'media', 'bash', '-euo', 'pipefail', '-c', 'if [ -f /conf/config.ini ]; then exec ./MediaServer -c /conf/config.ini; fi'], { executable: './MediaServer', config: '/conf/config.ini', directory: null, touchesConfig: false }],
    [['bash', '-c', 'cp /default.ini /conf/; MediaServer -c /conf/default.ini'], { executable: 'MediaServer', config: '/conf/default.ini', directory: null, touchesConfig: true }],
    [['sh', '-c', 'pkill MediaServer; sleep 1'], null],
    [['sh', '/start.sh'], null],
    [[], null],
  ])('%j', (words, launch) => expect(launchIn(words)).toEqual(launch));

  test('in a script', () => expect(launchInScript('#!/bin/sh\nset -e\nnohup /x/MediaServer -d -c y.ini &\n')).toMatchObject({ executable: '/x/MediaServer', config: 'y.ini' }));

  test.each([
    [['-c', 'a'], 'a'], [['--config', 'a'], 'a'], [['--config=a'], 'a'], [['-ca'], 'a'], [['-c', 'a', '-c', 'b'], 'b'], [['-d', '-l', '0'], null], [['-c'], null], [[], null],
  ])('-c of %j', (options, config) => expect(configOption(options)).toBe(config));

  test.each([
    [['/bin/sh', '/start.sh'], '/start.sh'], [['bash', '-e', 'start.sh', 'MediaServer'], 'start.sh'], [['/start.sh'], '/start.sh'], [['tini', '--', '/start.sh'], '/start.sh'],
    [['sh', '-c', '/start.sh'], null], [['./MediaServer'], null], [['-c', 'a'], null], [['su-exec', 'root', 'MediaServer'], null], [['sh'], null], [[], null],
  ])('the script of %j', (words, script) => expect(scriptFile(words)).toBe(script));
});
