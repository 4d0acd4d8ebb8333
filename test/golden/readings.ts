import { size, time, type Language } from '../../src/report/language.ts';
import { run } from './session.ts';

/** What `zlm-lint cost --format json` says, as far as the table has it. */
interface Now {
  readonly pairs: number;
  readonly processes: number;
  readonly memory: { readonly total: number };
  readonly startSeconds: number;
  readonly stopSeconds: number;
  readonly extrapolated: boolean;
}

/** The ranges that ZLMediaKit issue 3383 may have meant; the scripts of examples/issue-3383. */
export const scripts = ['udp-30000-30500.sh', 'both-30000-30500.sh', 'udp-30000-35000.sh', 'both-30000-35000.sh'];

const words = {
  en: { head: ['published', 'docker-proxy', 'huge pages off: memory', 'start', 'stop', 'huge pages `always`: memory', 'start', 'stop'], both: 'tcp and udp' },
  zh: { head: ['发布的端口', 'docker-proxy', '透明大页关闭：内存', '启动', '停止', '透明大页 `always`：内存', '启动', '停止'], both: 'tcp 和 udp' },
} as const;

/** A table of what the model says of each range, as the READMEs hold it; `*` marks what is extrapolated. */
export async function readingsTable(language: Language): Promise<string> {
  const { head, both } = words[language];
  const [off, always] = await Promise.all(['madvise', 'always'].map((hugePages) => figures(hugePages)));
  const rows = scripts.map((script, index) => {
    const [, protocols = '', range = ''] = /^(\w+)-(.*)\.sh$/.exec(script) ?? [];
    const [without, withThem] = [off?.[index], always?.[index]];
    if (without === undefined || withThem === undefined) throw new Error(`${script}: no figures`);
    const cells = ({ memory, startSeconds, stopSeconds, extrapolated }: Now): string[] => [size(memory.total), time(startSeconds, language), time(stopSeconds, language)].map((text) => text + (extrapolated ? ' \\*' : ''));
    return [`${range} ${protocols === 'both' ? both : protocols}`, without.processes.toLocaleString('en'), ...cells(without), ...cells(withThem)];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

async function figures(hugePages: string): Promise<Now[]> {
  const { code, stdout } = await run('issue-3383', ['cost', '--format', 'json', '--huge-pages', hugePages, ...scripts], 'en');
  if (code !== 0) throw new Error(stdout);
  return (JSON.parse(stdout) as { services: { now: Now }[] }).services.map(({ now }) => now);
}
