import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixedTexts, recovered, runIn, startProject, stateOf, ways } from '../../scripts/kills/killing.mjs';
import { projects } from '../../scripts/kills/projects.mjs';
import { temporaryDirectory } from './temporary-directory.ts';

// Some of what `npm run try:kills` does with the built program.

it('is killed as it writes, and recovered', async () => {
  const work = temporaryDirectory();
  const project = projects.narrowed;
  const fixed = await fixedTexts(work, project);
  const kills: readonly (readonly [ReturnType<typeof ways.call>, string, string])[] = [
    [ways.call(1), 'old', 'old'],
    [ways.call(4, { isTorn: true, only: 'writeFileSync' }), 'old', 'old'],
    [ways.call(1, { only: 'renameSync' }), 'mixed', 'new'],
    [ways.call(3, { only: 'renameSync' }), 'mixed', 'old'],
    [ways.call(3, { only: 'rmSync' }), 'new', 'new'],
  ];
  for (const [index, [way, from, to]] of kills.entries()) {
    const dir = startProject(work, project);
    expect(await runIn(dir, project.words, way)).toMatchObject({ isKilled: true });
    expect(await recovered(dir, project, fixed, { undo: to === 'old', killRecovery: index === 3 ? 2 : null })).toMatchObject({ from, to });
  }
});

it('two that fix the same project at the same time make the one fix', async () => {
  const work = temporaryDirectory();
  const project = projects.narrowed;
  const fixed = await fixedTexts(work, project);
  const alone = (await runIn(startProject(work, project), project.words)).code;
  for (let round = 0; round < 2; round += 1) {
    const dir = startProject(work, project);
    const runs = await Promise.all([1, 2, 3].map(() => runIn(dir, project.words)));
    expect(stateOf(dir, project, fixed)).toEqual({ state: 'new', isTold: false });
    expect(readdirSync(dir).filter((one) => one.startsWith('.zlm-lint'))).toEqual([]);
    // One may have read what another was just writing: it says so, and has written nothing. Or nothing was left to write, but for what it saw.
    for (const { code, stderr } of runs) {
      if (code !== alone && code !== 1) expect([code, stderr]).toEqual([2, expect.stringMatching(/changed while it was linted; nothing was written|is there already; nothing was written|is writing here/)]);
    }
    expect(runs.some(({ code }) => code === alone)).toBe(true);
  }
});

it('those that fix different files of one directory at the same time wait for each other', async () => {
  const text = projects.moved.files['docker-compose.override.yml']?.replace('"8080:80"', '"8080:80"\n      - "8081:81"').replace('ports:', 'image: zlmediakit/zlmediakit:master\n    ports:') ?? '';
  const names = ['a.yml', 'b.yml', 'c.yml'];
  const dir = temporaryDirectory(Object.fromEntries(names.map((name) => [name, text])));
  const runs = await Promise.all(names.map((name) => runIn(dir, ['--fix', '--strategy', 'minimal', '--only', 'contiguous-ports', name])));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  for (const name of names) expect(readFileSync(join(dir, name), 'utf8')).toContain('"8080-8081:80-81"');
  expect(readdirSync(dir)).toEqual(names.flatMap((name) => [name, `${name}.zlm-lint.bak`]));
});
