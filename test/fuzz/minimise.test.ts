import { expect, it } from 'vitest';
import type { Input } from '../../fuzz/input.ts';
import { minimised } from '../../fuzz/minimise.ts';
import { mutateInput } from '../../fuzz/mutate.ts';
import { randomProject } from '../../fuzz/projects.ts';
import { Random } from '../../fuzz/random.ts';

it('leaves of an input what breaks it, and nothing else', async () => {
  const input: Input = { files: new Map([['a.yml', Buffer.from('one\ntwo here\nthree bad words\nfour\n')], ['b.yml', Buffer.from('nothing\n')]]), options: ['--fix'], paths: ['a.yml'] };
  let asked = 0;
  const { files, options, paths } = await minimised(input, async (one) => {
    asked++;
    return one.files.get('a.yml')?.includes('bad') === true;
  });
  expect([...files].map(([name, bytes]) => [name, bytes.toString()])).toEqual([['a.yml', 'bad']]);
  expect([options, paths]).toEqual([[], ['a.yml']]);
  expect(asked).toBeLessThan(60);
});

it('makes the same inputs of the same seed, and others of another', () => {
  const made = (seed: number): string => {
    const random = new Random(seed);
    const project = randomProject(random);
    return JSON.stringify([...mutateInput(project, [randomProject(random)], random).files]);
  };
  expect(made(7)).toBe(made(7));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => made(seed))).size).toBe(20);
});
