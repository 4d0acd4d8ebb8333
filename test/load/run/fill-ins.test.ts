import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report, run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

const IMAGE = 'zlmediakit/zlmediakit:master';
const WIDE = '-p 49152-49652:49152-49652/udp';
const page = (command: string, language = 'bash'): string => `# Start\n\n\`\`\`${language}\n${command}\n\`\`\`\n`;

/** The rules that report, and what the first finding says of its fix. */
async function linted(text: string, file = 'README.md'): Promise<{ rules: string[]; notFixed: string | undefined }> {
  const cwd = temporaryDirectory({ [file]: text });
  const { json } = await report([file], { cwd });
  await run(['--fix', '--unsafe-fixes', '--no-backup', file], { cwd });
  expect(readFileSync(join(cwd, file), 'utf8')).toBe(text);
  const findings = json.files.flatMap((one) => one.findings);
  return { rules: findings.map(({ rule }) => rule).sort(), notFixed: findings[0]?.notFixed?.message };
}

const wide = { rules: ['no-wide-port-range', 'prefer-host-network'], notFixed: 'the command is a template: its reader is to fill something in' };

describe('what a page leaves to its reader', () => {
  it.each([
    ['a directory', `docker run -d ${WIDE} -v <dir>:/opt/media/conf ${IMAGE}`],
    ['in Chinese', `docker run -d ${WIDE} -e X=<你的密钥> ${IMAGE}`],
    ['before a line end', `docker run -d ${WIDE} --name <name> \\\n  ${IMAGE}`],
    ['several words', `docker run -d ${WIDE} -e "KEY=<your key>" ${IMAGE}`],
    ['in single quotes', `docker run -d ${WIDE} -e 'KEY=<your key>' ${IMAGE}`],
    ['options', `docker run [OPTIONS] ${WIDE} ${IMAGE} [COMMAND] [ARG...]`],
    ['a name in braces', `docker run -d --name {name} ${WIDE} ${IMAGE}`],
    ['a name in two pairs of braces', `docker run -d --name {{ name }} ${WIDE} ${IMAGE}`],
  ])('%s', async (_, command) => {
    expect(await linted(page(command))).toEqual(wide);
  });

  it.each([
    ['cmd', `docker run -d ${WIDE} --name <name> ^\n  ${IMAGE}`],
    ['powershell', `docker run -d ${WIDE} --name <name> \`\n  ${IMAGE}`],
  ])('in %s', async (language, command) => {
    expect(await linted(page(command, language))).toEqual(wide);
  });

  it('in a line of text', async () => {
    expect(await linted(`Run \`docker run -d -v <dir>:/x ${WIDE} ${IMAGE}\` now.\n`)).toEqual(wide);
  });

  it.each([
    [`docker run -p <port>:80 -p {port}:443 ${IMAGE}`],
    [`docker run -p <host port>:<container port>/udp ${IMAGE}`],
  ])('a port: %s', async (command) => {
    const { rules } = await linted(page(command));
    expect(rules).toEqual(['prefer-host-network']);
  });

  it.each([
    [`docker run [OPTIONS] <image>`],
    [`docker run --<flag> -p 80:80 <zlmediakit>`],
    [`docker run -d -p <port>:80`],
    [`docker run -d {image:zlmediakit}`],
    [`docker run <options> zlmediakit`],
  ])('silence: %s', async (command) => {
    expect(await linted(page(command))).toEqual({ rules: [], notFixed: undefined });
  });

  it('is none in a script, and no redirection, group or pattern is one', async () => {
    expect((await linted(`docker run ${WIDE} -v <dir>:/x ${IMAGE}\n`, 'a.sh')).rules).toEqual(['no-wide-port-range', 'valid-run']);
    const cwd = temporaryDirectory({ 'README.md': page(`docker run ${WIDE} -e "A={a,b}" --log-opt tag={{.Name}} -p [::1]:80:80 ${IMAGE} <in >out`) });
    const { json } = await report(['README.md'], { cwd });
    expect(json.files[0]?.findings.map(({ fix }) => fix?.strategy)).toEqual(['host', 'host']);
  });
});
