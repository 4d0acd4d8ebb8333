import { expect, test } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run, type JsonReport } from './run.ts';

const compose = (image: string): string => `services:\n  zlm:\n    image: ${image}\n    ports:\n      - "30000-30500:30000-30500"\n      - "30000-30500:30000-30500/udp"\n  wvp:\n    image: wvp-pro:2.7.4\n    volumes:\n      - ./application.yml:/opt/wvp/config/application.yml\n`;
const application = 'media:\n  rtp:\n    enable: true\n    port-range: 30000,30500\n';

/** The commands that a fix of these files is followed by, by the file. */
async function commandsAfter(files: Readonly<Record<string, string>>, asked: readonly string[]): Promise<string[]> {
  const cwd = temporaryDirectory(files);
  const { stdout } = await run(['--fix', '--no-backup', '--unsafe-fixes', '--streams', '40', '--strategy', 'minimal', ...asked], { cwd, columns: 200 });
  return [...stdout.matchAll(/: (docker compose .*?)(?: \(|$)/gm)].map(([, command = '']) => command);
}

test('what follows a fix names the files and options that the project needs, and the controller that reads its settings again', async () => {
  const image = 'zlmediakit/zlmediakit:master';
  expect(await commandsAfter({ 'site.yml': compose(image), 'application.yml': application }, ['site.yml'])).toEqual(['docker compose -f site.yml up -d zlm', 'docker compose -f site.yml restart wvp']);
  expect(await commandsAfter({ 'compose.yaml': compose(image), 'application.yml': application }, [])).toEqual(['docker compose up -d zlm', 'docker compose restart wvp']);
  expect(await commandsAfter({ 'compose.yaml': compose(image), 'compose.override.yaml': 'services: {}\n', 'application.yml': application }, ['.'])).toEqual(['docker compose up -d zlm', 'docker compose restart wvp']);
  expect(await commandsAfter({ 'docker-compose.yml': compose('${IMAGE}'), 'e.env': `IMAGE=${image}\n`, 'application.yml': application }, ['--env-file', 'e.env'])).toEqual(['docker compose --env-file e.env up -d zlm', 'docker compose --env-file e.env restart wvp']);
});

test('an error of a command line is one of its container', async () => {
  const cwd = temporaryDirectory({ 'run.sh': 'docker run -d --name a zlmediakit/zlmediakit:master\ndocker run -d --name b -p 1:2:3:4:5 zlmediakit/zlmediakit:master\ndocker run -d --name c zlmediakit/zlmediakit:master\n' });
  const { stdout } = await run(['--format', 'json', '--only', 'valid-run', 'run.sh'], { cwd });
  expect((JSON.parse(stdout) as JsonReport).files[0]?.findings.map(({ rule, service }) => [rule, service])).toEqual([['valid-run', 'b']]);
});
