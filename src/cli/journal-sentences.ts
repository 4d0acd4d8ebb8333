import type { Sentence } from '../report/language.ts';

/** What is said where a journal lies; `…-noted` where nothing was to be written. */
export const journalErrors = {
  'broken-off': {
    en: 'a fix of {files} was broken off; nothing is written here before zlm-lint recover {directory|command} has finished or undone it',
    zh: '对 {files} 的修复曾中途中断；在 zlm-lint recover {directory|command} 将其完成或撤销之前，不在此写入',
  },
  'broken-off-noted': {
    en: 'a fix of {files} was broken off, so that some may be fixed and others not; zlm-lint recover {directory|command} finishes or undoes it',
    zh: '对 {files} 的修复曾中途中断，可能有的已修复、有的没有；zlm-lint recover {directory|command} 可将其完成或撤销',
  },
  'broken-off-begun': {
    en: 'a fix was broken off before it changed anything; nothing is written here before zlm-lint recover {directory|command} has cleaned up',
    zh: '有修复在改动任何文件之前中断；在 zlm-lint recover {directory|command} 清理之前，不在此写入',
  },
  'broken-off-begun-noted': {
    en: 'a fix was broken off before it changed anything; zlm-lint recover {directory|command} cleans up',
    zh: '有修复在改动任何文件之前中断；zlm-lint recover {directory|command} 可清理其残留',
  },
  'at-work': { en: 'another zlm-lint is writing here at this moment; nothing was written', zh: '另一个 zlm-lint 此刻正在此处写入；未写入' },
  'at-work-noted': {
    en: 'another zlm-lint is writing here at this moment; look again when it is done',
    zh: '另一个 zlm-lint 此刻正在此处写入；请待其完成后再检查一次',
  },
  'unreadable-journal': {
    en: 'the journal of a fix that may have been broken off, and it cannot be read; nothing is written here before its owner has run zlm-lint recover {directory|command}',
    zh: '此处有一次可能中断的修复的日志，但无法读取；在其所有者运行 zlm-lint recover {directory|command} 之前，不在此写入',
  },
  'unreadable-journal-noted': {
    en: 'the journal of a fix that may have been broken off, and it cannot be read; its owner runs zlm-lint recover {directory|command}',
    zh: '此处有一次可能中断的修复的日志，但无法读取；请由其所有者运行 zlm-lint recover {directory|command}',
  },
  'foreign-journal': {
    en: 'not written by this version of zlm-lint; nothing is written here as long as it lies here',
    zh: '不是此版本的 zlm-lint 写下的日志；只要它还在，就不在此写入',
  },
  'foreign-journal-noted': {
    en: 'not written by this version of zlm-lint; if a newer one did, that one recovers what was broken off',
    zh: '不是此版本的 zlm-lint 写下的日志；若由更新的版本写下，请用该版本恢复',
  },
  'recover-finished': { en: 'the fix is finished: {files|all}', zh: '修复已完成：{files|all}' },
  'recover-undone': { en: 'the fix is undone: {files|all}', zh: '修复已撤销：{files|all}' },
  'recover-unchanged': { en: 'no file is changed; what the fix left behind is removed', zh: '没有文件被改动；已清除修复留下的临时文件' },
  'recover-complete': { en: 'every file was fixed already; what the fix left behind is removed', zh: '所有文件均已修复完毕；已清除修复留下的临时文件' },
  'recover-report': { en: 'removed: a report that was never complete', zh: '已删除：一份没有写完的报告' },
  'recover-nothing': { en: 'No fix was broken off here', zh: '此处没有中断的修复' },
  'recover-at-work': { en: 'another zlm-lint is writing here at this moment; nothing was touched', zh: '另一个 zlm-lint 此刻正在此处写入；未做任何改动' },
  'recover-unreadable': { en: 'cannot be read by this user; nothing was touched', zh: '当前用户无法读取；未做任何改动' },
  'recover-foreign': {
    en: 'not written by this version of zlm-lint; nothing was touched. If no newer one wrote it, it can be removed',
    zh: '不是此版本的 zlm-lint 写下的日志；未做任何改动。若也不是更新的版本写下的，可将其删除',
  },
  'recover-stray': {
    en: 'a copy of a text that no journal tells of; look whether it is still needed, and remove it',
    zh: '没有日志说明的文本副本；请确认是否还需要，再将其删除',
  },
  'recover-stuck': {
    en: 'nothing was touched: as things lie it can be neither finished nor undone. Where a file has been edited, give it its old or new text and recover again; or keep the files as they are and remove this journal and the copies named above',
    zh: '未做任何改动：照现状既不能完成，也不能撤销。若文件后来被编辑过，请恢复其旧文本或新文本后再次运行 recover；或保留文件现状，删除此日志和上面列出的副本',
  },
  'recover-no-undo': {
    en: 'nothing was touched: as things lie it cannot be undone. zlm-lint recover {directory|command} finishes it; go back from there with git or the copies named .zlm-lint.bak',
    zh: '未做任何改动：照现状无法撤销。可用 zlm-lint recover {directory|command} 将其完成，之后再用 git 或名为 .zlm-lint.bak 的备份还原',
  },
  'lies-unheld': { en: 'not looked at: this journal does not lie beside it', zh: '未查看：旁边没有这份日志' },
  'lies-old': { en: 'has its old text{copies}', zh: '仍是旧文本{copies}' },
  'lies-new': { en: 'has its new text{copies}', zh: '已是新文本{copies}' },
  'lies-unproven': { en: 'has the text of a file that the fix makes, and nothing proves that the fix has made it', zh: '内容与修复要创建的文件相同，但无法证明它是由修复创建的' },
  'lies-other': { en: 'has been edited since: neither its old text nor its new one{copies}', zh: '后来被编辑过：既不是旧文本也不是新文本{copies}' },
  'lies-gone': { en: 'is gone{copies}', zh: '已不存在{copies}' },
  'lies-unreadable': { en: 'cannot be read{copies}', zh: '无法读取{copies}' },
  'lies-next': { en: '; the new one is in {copy}', zh: '；新文本在 {copy}' },
  'lies-undo': { en: '; the old one is in {copy}', zh: '；旧文本在 {copy}' },
} satisfies Readonly<Record<string, Sentence>>;
