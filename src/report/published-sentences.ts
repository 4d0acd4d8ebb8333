import type { Sentence } from './language.ts';

/** What only other programs and web pages are told. */
export const publishedSentences: Readonly<Record<string, Sentence>> = {
  'github.more': { en: '{more} more; the log has the whole report', zh: '另有 {more} 项，完整报告见日志' },
  'sarif.root': { en: 'The root of the repository', zh: '仓库根目录' },
  'sarif.more': { en: '{more} more findings are left out: GitHub takes no larger report', zh: '另有 {more} 项未列出：超出 GitHub 对单份报告的限制' },
  'junit.no-files': { en: 'No file was looked at.', zh: '没有检查任何文件。' },
  'markdown.place': { en: 'place', zh: '位置' },
  'markdown.rule': { en: 'rule', zh: '规则' },
  'markdown.finding': { en: 'finding', zh: '问题' },
  'markdown.more': { en: '{more} more; --format json lists all', zh: '另有 {more} 项，--format json 列出全部' },
  'markdown.not-done': { en: 'Not done', zh: '未能完成' },
  'markdown.cost': { en: 'Cost of publishing the ports of {service} in {file}', zh: '{file} 中 {service} 发布端口的开销' },
  'markdown.changed': { en: 'Changed by --fix', zh: '--fix 所做的改动' },
  'markdown.safe': { en: 'What zlm-lint --fix changes', zh: 'zlm-lint --fix 会做的改动' },
  'markdown.asked': { en: 'What zlm-lint --fix --unsafe-fixes changes', zh: 'zlm-lint --fix --unsafe-fixes 会做的改动' },
  'markdown.unproven': { en: 'Not proven safe: what zlm-lint --fix --unsafe-fixes changes', zh: '未能证明安全：zlm-lint --fix --unsafe-fixes 会做的改动' },
  'markdown.reasons': { en: 'Look at these first, and change them with it:', zh: '请先查看，并一并修改：' },
  'markdown.long-diff': { en: 'The patch is too long for this page ({lines} lines); zlm-lint --diff prints it.', zh: '补丁过长（{lines} 行），此处从略；zlm-lint --diff 可打印。' },
};
