import { describe, expect, it } from 'vitest';
import { report } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

interface Remark {
  readonly message: string;
  readonly line: number;
}

interface Reasons {
  readonly fix: { readonly reasons: readonly Remark[] } | null;
  readonly notFixed: { readonly steps?: readonly Remark[] } | null;
}

const COMMAND = 'docker run -d -p 30000-30500:30000-30500';
const IMAGE = 'zlmediakit/zlmediakit:master';

/** The lines that say that there may be several copies, which keeps the command from the host's network. */
async function copies(file: string, text: string): Promise<number[]> {
  const { json } = await report([file], { cwd: temporaryDirectory({ [file]: text }) });
  const findings = (json.files[0]?.findings ?? []) as unknown as readonly Reasons[];
  expect(findings.length).toBeGreaterThan(0);
  const said = (remarks: readonly Remark[] = []): number[] => remarks.filter(({ message }) => message.startsWith('there may be several copies')).map(({ line }) => line);
  expect(said(findings[0]?.fix?.reasons)).toEqual([]);
  return said(findings[0]?.notFixed?.steps);
}

describe('a command that may run several times', () => {
  it.each<[string, string, string, number[]]>([
    ['in a loop', 'a.sh', `\nfor i in 1 2; do ${COMMAND} --name z$i ${IMAGE}; done\n`, [2]],
    ['in a loop, without a name', 'a.sh', `while read -r x; do\n  ${COMMAND} ${IMAGE}\ndone\n`, [1]],
    ['in a loop, always with one name', 'a.sh', `while read -r x; do\n  docker rm -f z; ${COMMAND} --name z ${IMAGE}\ndone\n`, []],
    ['in a shell of a loop', 'a.sh', `for i in 1 2; do\n  sudo bash -c "${COMMAND} --name z$i ${IMAGE}"\ndone\n`, [1]],
    ['in the here-document of a loop', 'a.sh', `for i in 1 2; do\n  bash <<EOF\n${COMMAND} ${IMAGE}\nEOF\ndone\n`, [1]],
    ['in a recipe', 'Makefile', `up:\n\tfor i in 1 2; do ${COMMAND} ${IMAGE}; done\n`, [2]],
    ['in a template of systemd', 'zlm@.service', `[Service]\nExecStart=/usr/bin/${COMMAND} --name zlm-%i ${IMAGE}\n`, [2]],
    ['in a unit', 'zlm.service', `[Service]\nExecStart=/usr/bin/${COMMAND} ${IMAGE}\n`, []],
    ['in a template of podman', 'zlm@.container', `[Container]\nImage=${IMAGE}\nPublishPort=30000-30500:30000-30500\n`, [1]],
  ])('%s', async (_, file, text, lines) => {
    expect(await copies(file, text)).toEqual(lines);
  });
});
