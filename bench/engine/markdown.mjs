import { release } from './release.mjs';
import { scenarios } from './scenarios.mjs';
import { number, percent, seconds } from './table.mjs';

/** Everything that the tables and pictures say, in both languages. */
export const words = {
  en: {
    scenario: {
      host: 'host network',
      none: 'nothing published',
      eight: "the eight ports of ZLMediaKit's README",
      'udp-100': '100 udp',
      'udp-100-loopback': '100 udp on 127.0.0.1',
      'udp-500': '500 udp',
      'both-500': '500 tcp + 500 udp',
      'udp-1000': '1,000 udp',
      'both-501': '501 tcp + 501 udp',
      'udp-5001': '5,001 udp',
    },
    costs: ['published', 'docker-proxy', 'firewall rules', 'memory', 'of it docker-proxy (Pss + kernel)', 'start', 'stop'],
    examples: ['example', 'docker-proxy', 'firewall rules', 'docker-proxy memory', 'start', 'stop'],
    network: ['traffic', 'path', 'published', 'host network', 'published / host'],
    notStarted: 'not started',
    noise: 'noise',
    failed: 'failed',
    path: { nat: 'from outside: address translation', 'docker-proxy': 'from the host itself: docker-proxy', hairpin: 'from the host itself: address translation' },
    lost: (share) => `, ${share} % lost`,
    roundTrip: (protocol) => `round trip, ${protocol}, 200 B`,
    transfer: (name) => name,
    circumstances: ({ version, proxy, firewall, hugePages, cores, memory, kernel, days, load, runs }) =>
      `Docker ${version}, userland-proxy ${proxy ? 'on' : 'off'}, ${firewall}, transparent huge pages \`${hugePages}\`; ${cores} cores, ${memory} MB, Linux ${kernel}, load ${load} before; ${days}, ${runs === 1 ? 'one run' : `${runs} runs`} each.`,
    picture: {
      title: (row) => `What publishing ${row} costs, against host networking`,
      panels: { processes: 'docker-proxy processes', memory: 'memory, MB', start: 'seconds to start', stop: 'seconds to stop' },
      host: 'host network',
      engine: (version, hugePages) => `Docker ${version}${hugePages === 'always' ? ', huge pages' : ''}`,
    },
  },
  zh: {
    scenario: {
      host: '主机网络',
      none: '不发布端口',
      eight: 'ZLMediaKit README 中的 8 个端口',
      'udp-100': '100 个 udp',
      'udp-100-loopback': '127.0.0.1 上 100 个 udp',
      'udp-500': '500 个 udp',
      'both-500': '500 个 tcp + 500 个 udp',
      'udp-1000': '1,000 个 udp',
      'both-501': '501 个 tcp + 501 个 udp',
      'udp-5001': '5,001 个 udp',
    },
    costs: ['发布的端口', 'docker-proxy', '防火墙规则', '内存', '其中 docker-proxy（Pss + 内核）', '启动', '停止'],
    examples: ['示例', 'docker-proxy', '防火墙规则', 'docker-proxy 内存', '启动', '停止'],
    network: ['流量', '路径', '发布端口', '主机网络', '发布 / 主机'],
    notStarted: '未启动',
    noise: '误差范围内',
    failed: '失败',
    path: { nat: '从外部访问：地址转换', 'docker-proxy': '从本机访问：docker-proxy', hairpin: '从本机访问：地址转换' },
    lost: (share) => `，丢包 ${share} %`,
    roundTrip: (protocol) => `往返时延，${protocol}，200 字节`,
    transfer: (name) => name.replace(/ at (.*)$/, '，限速 $1').replace(/(\d) B/, '$1 字节'),
    circumstances: ({ version, proxy, firewall, hugePages, cores, memory, kernel, days, load, runs }) =>
      `Docker ${version}，userland-proxy ${proxy ? '开启' : '关闭'}，${firewall}，透明大页 \`${hugePages}\`；${cores} 核，${memory} MB 内存，Linux ${kernel}，开始前负载 ${load}；${days}，每项测 ${runs} 次。`,
    picture: {
      title: (row) => `发布 ${row} 的代价，与主机网络对比`,
      panels: { processes: 'docker-proxy 进程数', memory: '内存（MB）', start: '启动（秒）', stop: '停止（秒）' },
      host: '主机网络',
      engine: (version, hugePages) => `Docker ${version}${hugePages === 'always' ? '，透明大页' : ''}`,
    },
  },
};

/** What is known of each engine and setting that holds this part, the oldest engine first: what a later run left out stays from the one before. */
export function newest(results, has) {
  const chosen = new Map();
  for (const result of [...results].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const { engine, machine } = result.circumstances;
    // Rows of two machines are not one table.
    const key = [engine.version, engine.userlandProxy, engine.firewall, machine.hugePages, machine.cpu, machine.cores, machine.memoryMb].join(' ');
    const own = dated(result);
    chosen.set(key, over(chosen.get(key) ?? own, own));
  }
  return [...chosen.values()].filter(has).sort((a, b) => a.circumstances.engine.version.localeCompare(b.circumstances.engine.version, 'en', { numeric: true }));
}

/** Every row knows its day. */
function dated(result) {
  const day = result.date.slice(0, 10);
  const on = (rows) => rows.map((row) => ({ day, ...row }));
  return { ...result, scenarios: on(result.scenarios), examples: on(result.examples), network: result.network === null ? null : { day, ...result.network } };
}

function over(before, later) {
  const byName = (old, now) => [...new Map([...old, ...now].map((one) => [one.name, one])).values()];
  const ordered = (list, names) => list.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  return {
    ...later,
    scenarios: ordered(byName(before.scenarios, later.scenarios), scenarios.map(({ name }) => name)),
    examples: byName(before.examples, later.examples).sort((a, b) => (a.name < b.name ? -1 : 1)),
    network: later.network ?? before.network,
  };
}

/** The tables that the READMEs hold, by name. */
export function tablesOf(results, language) {
  const say = words[language];
  const each = (has, write, rowsOf, runsOf) => newest(results, has).map((result) => `${circumstancesOf(result, rowsOf(result), runsOf(result), say)}\n\n${write(result, say)}`).join('\n\n');
  const repeat = ({ circumstances }) => circumstances.repeat;
  return {
    costs: each((result) => result.scenarios.length > 0, costs, ({ scenarios: list }) => list, repeat),
    examples: each(({ examples }) => examples.length > 0, examples, (result) => result.examples, repeat),
    network: each(({ network }) => network !== null, network, (result) => [result.network], ({ network }) => network.results[0].published.runs.length),
  };
}

function circumstancesOf({ circumstances: { engine, machine } }, list, runs, say) {
  const days = [...new Set(list.map(({ day }) => day))].sort();
  return say.circumstances({ version: release(engine.version), proxy: engine.userlandProxy, firewall: engine.firewall, hugePages: machine.hugePages, cores: machine.cores, memory: number(machine.memoryMb), kernel: /^\d+\.\d+/.exec(machine.kernel)?.[0] ?? machine.kernel, days: days.join(', '), load: number(machine.loadAverage[0], 1), runs });
}

function rows(head, body) {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function costs({ scenarios: list }, say) {
  const done = list.filter(({ summary }) => summary !== undefined);
  return rows(say.costs, done.map(({ name, summary: { processes, rules, memoryMb, startSeconds, stopSeconds } }) => [say.scenario[name], number(processes), number(rules), isNoise(memoryMb) ? say.noise : `${number(memoryMb.used)} MB`, `${number(memoryMb.processes + memoryMb.kernel)} MB`, `${seconds(startSeconds)} s`, `${seconds(stopSeconds)} s`]));
}

/** Nothing to speak of, or what came back is not what was used: other programs moved meanwhile. */
export function isNoise({ used, released }) {
  return used < 20 || Math.abs(released - used) > 0.4 * used;
}

function examples({ examples: list }, say) {
  const cell = (state, write) => (state.summary === undefined ? (state.skipped === undefined ? say.failed : say.notStarted) : write(state.summary));
  const both = ({ before, after }, write) => `${cell(before, write)} → ${cell(after, write)}`;
  return rows(say.examples, list.map((example) => [
    example.name,
    both(example, ({ processes }) => number(processes)),
    both(example, ({ rules }) => number(rules)),
    both(example, ({ memoryMb }) => `${number(memoryMb.processes + memoryMb.kernel)} MB`),
    both(example, ({ startSeconds }) => `${seconds(startSeconds)} s`),
    both(example, ({ stopSeconds }) => `${seconds(stopSeconds)} s`),
  ]));
}

function network({ network: { results } }, say) {
  return rows(say.network, results.map(({ kind, name, protocol, path, client, published, host }) => {
    const key = kind === 'throughput' ? 'mbit' : 'medianMicroseconds';
    const write = ({ median, spread, error }) => {
      if (error !== undefined) return say.failed;
      const lost = median.lostPercent > 0.05 ? say.lost(number(median.lostPercent, 1)) : '';
      const [least, most] = spread?.[key].map((value) => number(value)) ?? [];
      const range = least === most ? '' : ` (${least}-${most})`;
      return `${number(median[key])}${range} ${kind === 'throughput' ? 'Mbit/s' : 'µs'}${lost}`;
    };
    const hairpin = path === 'nat' && client === 'from the host itself';
    return [kind === 'throughput' ? say.transfer(name) : say.roundTrip(protocol), say.path[hairpin ? 'hairpin' : path], write(published), write(host), percent(published.median?.[key], host.median?.[key])];
  }));
}

const marked = /(<!-- measured: ([\w-]+) -->\n)[\s\S]*?(<!-- \/measured -->)/g;

/** A README with its marked tables made anew. */
export function fillIn(text, tables) {
  return text.replace(marked, (_, head, name, foot) => {
    if (!tables[name]) throw new Error(`no results make the table ${name}`);
    return `${head}\n${tables[name]}\n\n${foot}`;
  });
}
