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
  'report.patch-without-context': { en: 'A line beside a change holds a secret and is left out: git apply --unidiff-zero takes this patch.', zh: '改动旁边有一行含有机密，已略去；此补丁须用 git apply --unidiff-zero 应用。' },
  'report.patch-never': { en: 'A line that changes holds a secret too, which is shown as stars: this patch cannot be applied. zlm-lint --fix makes the change.', zh: '要改动的某一行同时含有机密，已用星号代替：此补丁无法应用，请用 zlm-lint --fix 完成改动。' },
  'markdown.long-diff': { en: 'The patch is too long for this page ({lines} lines); zlm-lint --diff prints it.', zh: '补丁过长（{lines} 行），此处从略；zlm-lint --diff 可打印。' },
};
