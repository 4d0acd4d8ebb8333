import { expect, it } from 'vitest';
import { readSh } from '../../../src/load/shell/sh.ts';
import { rangeInFile } from '../../../src/load/shell/shell-text.ts';
import { found } from './checker.ts';

/** The words of the only command: `unknown` for those that are not known, with `!` where the word cannot be taken out. */
function wordsOf(file: string, source: string): string[] {
  const { texts } = found(file, source);
  expect(texts).toHaveLength(1);
  return texts.flatMap(({ text, places, tolerant }) =>
    readSh(text, { tolerant }).commands.flatMap(({ words }) =>
      words.map(({ value, start, end }) => {
        const range = rangeInFile(places, start, end);
        return `${range.whole ? '' : '!'}${typeof value === 'string' ? value : `<${source.slice(range.start, range.end)}>`}`;
      }),
    ),
  );
}

it.each<[string, string, string]>([
  ['a.py', 'a = "docker run -p %d:80 -p 81:81 x" % p', '!<%d:80>'],
  ['a.py', '"docker run -p %(port)s:80 -p 81:81 x" % p', '!<%(port)s:80>'],
  ['a.py', '"docker run -p %05d:80 -p 81:81 x" % p', '!<%05d:80>'],
  ['a.py', '"docker run -p %s%s:80 -p 81:81 x" % p', '!<%s%s:80>'],
  ['a.py', 'f"docker run -p {p}:80 -p 81:81 x"', '!<{p}:80>'],
  ['a.py', 'f"docker run -p {c[\'p\']:d}:80 -p 81:81 x"', "!<{c['p']:d}:80>"],
  ['a.py', 'f"docker run -p {f(a, b)}:80 -p 81:81 x"', '!<{f(a, b)}:80>'],
  ['a.py', 'f"docker run -p \'{p}:80\' -p 81:81 x"', "!<'{p}:80'>"],
  ['a.py', '"docker run -p {}:80 -p 81:81 x".format(p)', '!<{}:80>'],
  ['a.py', '"docker run -p {0:05d}:80 -p 81:81 x".format(p)', '!<{0:05d}:80>'],
  ['a.go', 'fmt.Sprintf("docker run -p %[1]d:80 -p 81:81 x", p)', '!<%[1]d:80>'],
  ['a.go', 'fmt.Sprintf("docker run -p %v:80 -p 81:81 x", p)', '!<%v:80>'],
  ['a.c', 'sprintf(s, "docker run -p %lu:80 -p 81:81 x", p)', '!<%lu:80>'],
  ['a.java', 'String.format("docker run -p %1$s:80 -p 81:81 x", p)', '!<%1$s:80>'],
  ['a.cs', '$"docker run -p {c.P}:80 -p 81:81 x"', '!<{c.P}:80>'],
  ['a.rs', 'format!("docker run -p {:?}:80 -p 81:81 x", p)', '!<{:?}:80>'],
  ['a.js', '`docker run -p ${p}:80 -p 81:81 x`', '!<${p}:80>'],
  ['a.js', "`docker run -p '${p}:80' -p 81:81 x`", "!<'${p}:80'>"],
  ['a.js', '`docker run -p "${f({ p })}:80" -p 81:81 x`', '!<"${f({ p })}:80">'],
  ['a.js', '"docker run -p " + p + ":80 -p 81:81 x"', '!<" + p + ":80>'],
  ['a.rb', '"docker run -p #{p}:80 -p 81:81 x"', '!<#{p}:80>'],
  ['a.php', '"docker run -p {$p}:80 -p 81:81 x"', '!<{$p}:80>'],
  ['a.swift', '"docker run -p \\(p):80 -p 81:81 x"', '!<\\(p):80>'],
  ['package.json', '"run": "docker run -p ${P}:80 -p 81:81 x"', '<${P}:80>'],
])('takes what %s fills into %j for unknown', (file, source, expected) => {
  expect(wordsOf(file, source)).toEqual(['docker', 'run', '-p', expected, '-p', '81:81', 'x']);
});

it.each([
  ['a.js', '"docker run -e A=%2Fb%3A x"', 'A=%2Fb%3A'],
  ['a.js', '"docker run -e A=%%d x"', 'A=%%d'],
  ['a.js', '"docker run -e A={1..3}{{p}} x"', 'A={1..3}{{p}}'],
  ['a.js', '"docker run -e \'A=100%\' x"', "'A=100%'"],
  ['a.txt', 'docker run -e A=%d{p} x', 'A=%d{p}'],
])('leaves %s %j alone', (file, source, word) => {
  expect(found(file, source).texts.map(({ text }) => text)).toEqual([`docker run -e ${word} x`]);
});

it.each<[string, string[]]>([
  ['P := 8080\nx:\n\tdocker run -p $(P):80 -p 81:81 x', ['<$(P):80>', '81:81']],
  ['PORT := 1\nx:\n\tdocker run -p $(PORT):80 -p $(U):81 x', ['<$(PORT):80>', '<$(U):81>']],
  ['F := -p 80:80 -p 81:81\nx:\n\tdocker run $(F) x', Array<string>(4).fill('!<$(F)>')],
  ['F := -p80:80\nx:\n\tdocker run $(F) -p81:81 x', ['<$(F)>', '-p81:81']],
])('places what make fills in: %j', (source, expected) => {
  const [recipe] = found('Makefile', source).texts;
  const [command] = readSh(recipe?.text ?? '', { tolerant: false }).commands;
  const shown = (command?.words ?? []).map(({ start, end }) => {
    const range = rangeInFile(recipe?.places ?? [], start, end);
    const text = source.slice(range.start, range.end);
    return `${range.whole ? '' : '!'}${text.includes('$') ? `<${text}>` : text}`;
  });
  expect(shown.filter((text) => /[\d$]/.test(text))).toEqual(expected);
});
