import { expect, it } from 'vitest';
import { report, run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { bytesIn } from './directory.ts';

const ZLM = 'image: zlmediakit/zlmediakit:master';
const RANGE = '30000-30400:30000-30400/udp';

/** What other projects of the run read is not changed under them. */
it.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'ports that one project discards and another publishes',
    {
      'compose.yaml': 'include:\n  - path: [m.yml, h.yml]\n',
      'h.yml': 'services: {zlm: {network_mode: host}}\n',
      'compose.prod.yaml': 'include: [m.yml]\n',
      'm.yml': `services:\n  zlm:\n    ${ZLM}\n    ports: ["${RANGE}"]\n`,
    },
    'compose.prod.yaml',
  ],
  [
    'a value of .env that another project uses',
    {
      '.env': 'NET=bridge\n',
      'compose.yaml': `services:\n  zlm:\n    ${ZLM}\n    network_mode: \${NET}\n    ports: ["${RANGE}"]\n`,
      'compose.prod.yaml': 'services:\n  wvp:\n    image: wvp\n    network_mode: ${NET}\n',
    },
    'compose.prod.yaml',
  ],
])('%s', async (_, files, other) => {
  const cwd = temporaryDirectory(files);
  const before = bytesIn(cwd);
  const { stdout } = await run(['--fix', '--unsafe-fixes', '--no-backup', '.'], { cwd });
  expect(bytesIn(cwd)).toEqual(before);
  expect(stdout.replace(/\s+/g, ' ')).toContain(`${other} reads the same text, and`);
  const { json } = await report(['.'], { cwd });
  expect(json.files.flatMap(({ findings }) => findings).filter(({ fix }) => fix !== null)).toEqual([]);
});

it('a base file keeps ports that only its override discards', async () => {
  const files = { 'compose.yaml': `services:\n  zlm:\n    ${ZLM}\n    ports: ["${RANGE}"]\n`, 'compose.override.yaml': 'services: {zlm: {network_mode: host}}\n' };
  const cwd = temporaryDirectory(files);
  const before = bytesIn(cwd);
  const { stdout } = await run(['--fix', '--no-backup'], { cwd });
  expect(bytesIn(cwd)).toEqual(before);
  expect(stdout).toContain('compose.yaml may also be used alone');
});
