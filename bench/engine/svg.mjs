import { newest, words } from './markdown.mjs';
import { release } from './release.mjs';
import { number, seconds } from './table.mjs';

const WIDTH = 860;
const LABEL = 215;
const ROW = 26;
const PANEL = 430;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Whether this run has the bars: a range of many ports, and the host's network beside it. */
const published = ({ scenarios }) => ['both-501', 'udp-1000', 'udp-500', 'both-500', 'udp-100'].map((wanted) => scenarios.find(({ name, summary }) => name === wanted && summary !== undefined)).find(Boolean);
const onHost = ({ scenarios }) => scenarios.find(({ name, summary }) => name === 'host' && summary !== undefined);

/** The picture for the READMEs: what the widest published range costs with each engine, and what the host's network costs. */
export function pictureOf(results, language) {
  const say = words[language];
  // Engines with their defaults: what they are without docker-proxy or with another firewall stands in the tables.
  const usual = ({ circumstances: { engine } }) => engine.userlandProxy && engine.firewall === 'iptables-nft';
  const found = newest(results, (result) => usual(result) && published(result) !== undefined && onHost(result) !== undefined);
  if (found.length === 0) throw new Error('no results hold a published range and the host network');
  const { name } = published(found.at(-1));
  const runs = found.filter((result) => published(result).name === name);
  const bars = runs.map((result) => ({ label: say.picture.engine(release(result.circumstances.engine.version), result.circumstances.machine.hugePages), summary: published(result).summary }));
  // One line for the host's network: the engine does nothing there.
  bars.push({ label: say.picture.host, summary: onHost(runs.at(-1)).summary, host: true });
  const figures = {
    processes: [({ processes }) => processes, number],
    // Below zero is what other programs gave back meanwhile.
    memory: [({ memoryMb }) => Math.max(0, memoryMb.used), number],
    start: [({ startSeconds }) => startSeconds, seconds],
    stop: [({ stopSeconds }) => stopSeconds, seconds],
  };
  const height = 40 + bars.length * ROW + 20;
  const panels = Object.entries(figures).map(([key, [of, write]], index) => panel(say.picture.panels[key], bars, of, write, (index % 2) * PANEL, 50 + Math.floor(index / 2) * height));
  const title = say.picture.title(say.scenario[name]);
  const description = bars.map(({ label, summary }) => `${label}: ${Object.entries(figures).map(([key, [of, write]]) => `${say.picture.panels[key]} ${write(of(summary))}`).join(', ')}`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${50 + 2 * height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(description)}</desc>
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.head { font-size: 16px; font-weight: 600 }
.name { font-weight: 600 }
.published { fill: #cf222e }
.host { fill: #1a7f37 }
@media (prefers-color-scheme: dark) { text { fill: #d0d7de } .published { fill: #ff7b72 } .host { fill: #3fb950 } }
</style>
<text class="head" x="10" y="24">${escaped(title)}</text>
${panels.join('\n')}
</svg>
`;
}

function panel(name, bars, of, write, x, y) {
  const most = Math.max(...bars.map(({ summary }) => of(summary)), 1);
  const lines = bars.map(({ label, summary, host }, index) => {
    const value = of(summary);
    const top = y + 26 + index * ROW;
    const width = Math.max(1, Math.round((value / most) * (PANEL - LABEL - 80)));
    return `<text x="${x + LABEL}" y="${top + 13}" text-anchor="end">${escaped(label)}</text>
<rect class="${host ? 'host' : 'published'}" x="${x + LABEL + 8}" y="${top}" width="${width}" height="${ROW - 8}" rx="2"/>
<text x="${x + LABEL + 14 + width}" y="${top + 13}">${write(value)}</text>`;
  });
  return `<text class="name" x="${x + 10}" y="${y + 12}">${escaped(name)}</text>\n${lines.join('\n')}`;
}
