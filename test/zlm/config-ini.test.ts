import { describe, expect, test } from 'vitest';
import { readConfigIni } from '../../src/zlm/config-ini.ts';
import { fc, property } from './property.ts';

describe('readConfigIni', () => {
  const cases: readonly (readonly [what: string, text: string, section: string, key: string, value: string | undefined])[] = [
    ['a key of a section', '[http]\nport=80\n', 'http', 'port', '80'],
    ['blanks around key and value', '[http]\n\t port \t=\t 80 \t\n', 'http', 'port', '80'],
    ['blanks around and in the section', '  [ http ]  \nport=80', 'http', 'port', '80'],
    ['CRLF', '[http]\r\nport=80\r\n', 'http', 'port', '80'],
    ['no final newline', '[http]\nport=80', 'http', 'port', '80'],
    ['CR alone ends no line', '[http]\rport=80\r', 'http', 'port', undefined],
    ['a whole line comment', '[http]\n#port=80\n', 'http', 'port', undefined],
    ['an indented comment', '[http]\n  ; port=80\n', 'http', 'port', undefined],
    ['an inline comment is part of the value', '[http]\nport=80 # web\n', 'http', 'port', '80 # web'],
    ['a comment behind a section keeps it from being one', '[http] # web\nport=80\n', 'http', 'port', undefined],
    ['the last of equal keys wins', '[http]\nport=80\n[rtsp]\nport=554\n[http]\nport=8080\n', 'http', 'port', '8080'],
    ['keys are case sensitive', '[http]\nPort=80\n', 'http', 'port', undefined],
    ['sections are case sensitive', '[HTTP]\nport=80\n', 'http', 'port', undefined],
    ['an empty value', '[http]\nport=\n', 'http', 'port', ''],
    ['a line without =', '[http]\nport\n', 'http', 'port', ''],
    ['= in the value', '[hook]\nadmin_params=secret=abc\n', 'hook', 'admin_params', 'secret=abc'],
    ['quotes are part of the value', '[http]\nport="80"\n', 'http', 'port', '"80"'],
    ['a key before any section', 'port=80\n', '', 'port', '80'],
    ['a key that holds the section', 'http.port=80\n', 'http', 'port', undefined],
    ['[] is no section', '[http]\n[]\nport=80\n', 'http', 'port', '80'],
    ['[ ] is the section without a name', '[http]\n[ ]\nport=80\n', '', 'port', '80'],
    ['a byte order mark spoils a section in the first line', '\uFEFF[http]\nport=80\n', 'http', 'port', undefined],
    ['a byte order mark does no harm before a comment', '\uFEFF# config\n[http]\nport=80\n', 'http', 'port', '80'],
    ['Chinese comments', '[http]\n#http服务器监听端口\nport=80\n', 'http', 'port', '80'],
    ['an empty text', '', 'http', 'port', undefined],
  ];
  test.each(cases)('%s', (_, text, section, key, value) => {
    expect(readConfigIni(text).get(section, key)?.value).toBe(value);
  });

  test('says where the value stands', () => {
    const text = '\uFEFF; generated\r\n[http]\r\nport = 80 \r\nsslport=\r\n';
    const ini = readConfigIni(text);
    expect(ini.get('http', 'port')).toEqual({ value: '80', start: 29, end: 31, line: 3, assigned: true });
    const empty = ini.get('http', 'sslport');
    expect(empty).toEqual({ value: '', start: 42, end: 42, line: 4, assigned: true });
    expect(text.slice(0, empty?.start) + '443' + text.slice(empty?.end)).toContain('sslport=443\r\n');
    expect(readConfigIni('[http]\nport').get('http', 'port')).toEqual({ value: '', start: 11, end: 11, line: 2, assigned: false });
  });

  test('reads ports, ranges and switches', () => {
    const ini = readConfigIni('[http]\nport=8080 # x\nsslport=none\n[rtp_proxy]\nport_range=30000,30500\n[rtc]\nenableTurn=0\n');
    const fallback = { from: 30000, to: 35000 };
    expect(ini.port('http.port')).toBe(8080);
    expect(ini.port('http.sslport')).toBe(0);
    expect(ini.port('rtsp.port')).toBeUndefined();
    expect(ini.range('rtp_proxy.port_range', fallback)).toEqual(fallback);
    expect(ini.range('rtc.port_range', fallback)).toEqual(fallback);
    expect(ini.flag('rtc.enableTurn')).toBe(false);
    expect(ini.flag('hook.enable')).toBeUndefined();
  });

  const line = fc.oneof(
    fc.constantFrom('[http]', ' [ rtc ] ', '[]', '# port=1', ';x', 'port=80', 'port = 8080 # x', 'port', '=', ' key = a=b ', '\t', '[x', 'x]=[y]'),
    fc.string({ unit: fc.constantFrom(...'[]#;= \tab\r') }),
  );
  const text = fc.array(line).chain((lines) => fc.constantFrom('\n', '\r\n').map((newline) => lines.join(newline)));

  property('agrees with a transcription of the original', [text], (ini) => {
    const read = readConfigIni(ini);
    return [...transcribed(ini)].every(([symbol, value]) => {
      const dot = symbol.indexOf('.');
      return read.get(symbol.slice(0, dot), symbol.slice(dot + 1))?.value === value;
    });
  });

  property('places every value where it stands', [text], (ini) => {
    const read = readConfigIni(ini);
    return [...transcribed(ini).keys()].every((symbol) => {
      const dot = symbol.indexOf('.');
      const found = read.get(symbol.slice(0, dot), symbol.slice(dot + 1));
      return found !== undefined && ini.slice(found.start, found.end) === found.value && ini.slice(0, found.start).split('\n').length === found.line;
    });
  });

  test('takes no longer for long lines and many of them', () => {
    const start = performance.now();
    readConfigIni(`${'x'.repeat(2_000_000)}\n${'y\n'.repeat(500_000)}${' '.repeat(2_000_000)}`);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

/** ZLToolKit's `mINI_basic::parse`, statement by statement. */
function transcribed(text: string): Map<string, string> {
  const trim = (value: string): string => value.replace(/^[ \r\n\t]+/, '').replace(/[ \r\n\t]+$/, '');
  const values = new Map<string, string>();
  let tag = '';
  for (const raw of text.split('\n').filter((part) => part !== '')) {
    const lineText = trim(raw);
    if (lineText === '' || lineText.startsWith(';') || lineText.startsWith('#')) continue;
    if (lineText.length >= 3 && lineText.startsWith('[') && lineText.endsWith(']')) {
      tag = trim(lineText.slice(1, -1));
      continue;
    }
    const at = lineText.indexOf('=');
    values.set(trim(`${tag}.${at < 0 ? lineText : lineText.slice(0, at)}`), at < 0 ? '' : trim(lineText.slice(at + 1)));
  }
  return values;
}
