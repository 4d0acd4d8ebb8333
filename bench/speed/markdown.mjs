import { number } from '../engine/table.mjs';

const COLUMNS = ['zlm-lint', 'docker-compose', 'yamllint', 'shellcheck', 'dclint'];

const words = {
  en: {
    input: {
      small: 'one small file',
      version: 'its version alone (`--version`)',
      '100-files': '100 files',
      '1000-files': '1,000 files',
      '200x10': '200 services with 10 ports each',
      '2000x10': '2,000 services with 10 ports each',
      '1000-aliases': 'one file with 1,000 aliases',
      script: 'a shell script of 5 MB',
      '1000-others': '1,000 files without ZLMediaKit',
    },
    head: ['CPU time, `node -e 0` = 1', 'zlm-lint', '`docker compose config -q`', 'yamllint', 'ShellCheck', 'dclint', 'peak memory of zlm-lint'],
    circumstances: ({ node, machine, peers, rounds, day }) => `Node ${node}, ${machine}; ${peers}; ${day}, medians of ${rounds} rounds.`,
    machine: ({ cpu, cores, kernel, load }) => `${cpu}, ${cores} cores, Linux ${kernel}, load ${load} before`,
    few: (rounds) => (rounds === 1 ? ' (one run)' : ` (${rounds} runs)`),
    failed: 'fails',
    separator: ', ',
  },
  zh: {
    input: {
      small: '一个小文件',
      version: '只问版本（`--version`）',
      '100-files': '100 个文件',
      '1000-files': '1,000 个文件',
      '200x10': '200 个服务，各 10 个端口',
      '2000x10': '2,000 个服务，各 10 个端口',
      '1000-aliases': '一个含 1,000 处别名的文件',
      script: '一个 5 MB 的 shell 脚本',
      '1000-others': '1,000 个与 ZLMediaKit 无关的文件',
    },
    head: ['CPU 时间，`node -e 0` = 1', 'zlm-lint', '`docker compose config -q`', 'yamllint', 'ShellCheck', 'dclint', 'zlm-lint 内存峰值'],
    circumstances: ({ node, machine, peers, rounds, day }) => `Node ${node}，${machine}；${peers}；${day}，取 ${rounds} 轮的中位数。`,
    machine: ({ cpu, cores, kernel, load }) => `${cpu}，${cores} 核，Linux ${kernel}，开始前负载 ${load}`,
    few: (rounds) => `（${rounds} 次）`,
    failed: '失败',
    separator: '、',
  },
};

const titles = { 'docker-compose': 'Docker Compose', yamllint: 'yamllint', shellcheck: 'ShellCheck', dclint: 'dclint' };

/** The table of the READMEs, of the newest result; without one there is none. */
export function speedTables(results, language) {
  const newest = [...results].sort((a, b) => (a.date < b.date ? -1 : 1)).at(-1);
  return newest === undefined ? {} : { speed: `${circumstancesOf(newest, words[language])}\n\n${rows(newest, words[language])}` };
}

function circumstancesOf({ date, circumstances: { node, machine, peers, rounds } }, say) {
  const names = Object.entries(peers).map(([name, version]) => `${titles[name]} ${version}`).join(say.separator);
  const kernel = /^\d+\.\d+/.exec(machine.kernel)?.[0] ?? machine.kernel;
  return say.circumstances({ node, machine: say.machine({ ...machine, kernel, load: number(machine.loadAverage[0], 1) }), peers: names, rounds, day: date.slice(0, 10) });
}

function rows({ circumstances: { rounds }, inputs }, say) {
  const body = inputs.map(({ name, programs }) => {
    const by = new Map(programs.map((one) => [one.program, one]));
    return [say.input[name], ...COLUMNS.map((column) => cell(by.get(column), rounds, say)), `${number(by.get('zlm-lint')?.memoryMb)} MB`];
  });
  return [say.head, say.head.map((_, index) => (index === 0 ? '---' : '---:')), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A program that was given up for its slowness has fewer rounds, and the table says so. */
function cell(one, rounds, say) {
  if (one?.cpuRatio === undefined) return one === undefined ? '-' : say.failed;
  return number(one.cpuRatio, one.cpuRatio < 10 ? 2 : one.cpuRatio < 100 ? 1 : 0) + (one.rounds < rounds ? say.few(one.rounds) : '');
}
