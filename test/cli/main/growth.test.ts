import { expect, it } from 'vitest';
import { timesLonger } from '../../cpu-time.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

/** Four times the text takes four times the time, or sixteen times where each is compared with each. */
const MOST = 8;

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `docker run -d --name z${index} -p ${1024 + index}:1935 -p 554:554 zlmediakit/zlmediakit:master\n`).join('');
const ports = (count: number): string => `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n${Array.from({ length: count }, (_, index) => `      - "${2000 + index * 2}:${2000 + index * 2}/udp"\n`).join('')}`;

it.each([
  ['containers of one script', 'run.sh', lines, 400],
  ['ports of one service that do not touch', 'compose.yml', ports, 2000],
])('looks at %s in time that grows as they do', async (_, file, textOf, size) => {
  const [more, less] = [4 * size, size].map((count) => temporaryDirectory({ [file]: textOf(count) }));
  const lint = (cwd: string | undefined) => () => run([file, '--format', 'json'], { cwd: cwd ?? '' });
  expect(await timesLonger(lint(more), lint(less), 2)).toBeLessThan(MOST);
}, 60_000);
