import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

const project = (ports: readonly string[]): string =>
  temporaryDirectory({ 'compose.yml': `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n${ports.map((port) => `      - "${port}"\n`).join('')}` });

async function left(ports: readonly string[]): Promise<string | undefined> {
  const { stdout } = await run(['--fix', '--no-backup', '--strategy', 'minimal', 'compose.yml'], { cwd: project(ports) });
  return stdout.split('\n\n').find((paragraph) => /^zlm (?:is left|still)/.test(paragraph))?.split('\n')[0];
}

describe('what a service that is left costs', () => {
  it('is told where the number of its ports is known', async () => {
    expect(await left(['30000-30500:30000-30500/udp'])).toMatch(/^zlm is left as it is: 501 port-protocol pairs/);
  });

  it('is not told where it is not', async () => {
    expect(await left(['30000-30500:30000-30500/udp', '${MORE}:${MORE}'])).toBe('zlm is left as it is.');
    expect(await left(['20000:20000', '20001:20001', '30000-30500:30000-30500/udp', '${MORE}:${MORE}'])).toBe('zlm still publishes ports; how many is not known.');
  });
});
