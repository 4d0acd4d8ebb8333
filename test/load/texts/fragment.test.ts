import { expect, it } from 'vitest';
import { isFragment } from '../../../src/load/texts/fragment.ts';
import { found } from './checker.ts';

it.each([
  ['README.md', 'Use `docker run -p` here.'],
  ['README.md', 'Use `docker run -p 80:80` and ``docker run --name=zlm -itd -e "A=b c"``.'],
  ['README.md', '`docker run -d\n-p 80:80`'],
  ['README.md', 'Use docker run -p 80:80 to map ports, or docker run -p to do so.'],
  ['README.md', '使用docker run -p 80:80映射端口。'],
  ['README.md', '`docker run -d …` or `docker run -d ...`'],
  ['a.js', "['docker run -d', '-p 80:80', 'x/y'].join(' ')"],
  ['a.js', "// docker run -d --rm\nx('docker run -d -p 80:80')"],
])('takes no flags alone for a command: %s %j', (file, source) => {
  expect(found(file, source).texts).toEqual([]);
});

it.each([
  ['README.md', '`docker run -p 80:80 <image>`'],
  ['README.md', '`docker run -d --network host -v a:/b zlm`'],
  ['README.md', '```\ndocker run -d -p 80:80\n```'],
  ['README.md', 'A:\n\n    docker run -d -p 80:80\n'],
  ['README.md', 'docker run -d \\\n  -p 80:80\n'],
  ['README.md', 'docker run -d -p 80:80 \\\n\n'],
  ['a.js', "'docker run -d ' + image"],
  ['a.py', '"docker run -d {}".format(image)'],
])('keeps %s %j', (file, source) => {
  expect(found(file, source).texts).toHaveLength(1);
});

it.each([
  [' -d -- x', false],
  [' -itp 80:80', true],
  [' -p80:80 x', false],
  [' --net host', true],
  [' && x', true],
])('%j', (args, expected) => {
  expect(isFragment(args, false)).toBe(expected);
});
