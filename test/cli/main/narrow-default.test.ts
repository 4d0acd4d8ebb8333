import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { report } from './run.ts';

/** Every port of ZLMediaKit that a deployment may want beside its RTP range, over each protocol that is served there. */
const others = ['80:80', '443:443', '554:554', '1935:1935', '8000:8000', '8000:8000/udp', '9000:9000/udp', '10000:10000', '10000:10000/udp'];

it('narrows by default to less than no-wide-port-range allows by default', async () => {
  const ports = [...others, '30000-35000:30000-35000', '30000-35000:30000-35000/udp'].map((port) => `      - "${port}"\n`).join('');
  const cwd = temporaryDirectory({
    'compose.yml': `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n${ports}    volumes:\n      - ./config.ini:/opt/media/conf/config.ini\n`,
    'config.ini': '[rtp_proxy]\nport_range=30000-35000\n',
  });
  await report(['--fix', '--unsafe-fixes', '--no-backup', '--strategy', 'minimal', 'compose.yml'], { cwd });
  expect(readFileSync(join(cwd, 'config.ini'), 'utf8')).toBe('[rtp_proxy]\nport_range=30000-30100\n');
  const { json } = await report(['--strategy', 'minimal', 'compose.yml'], { cwd });
  expect(json.files.flatMap(({ findings }) => findings).filter(({ rule }) => rule === 'no-wide-port-range')).toEqual([]);
});
