import type { WordData } from '../model/source.ts';
import { fill, type Language, type Sentence } from '../report/language.ts';
import type { BaselineError } from './baseline.ts';
import { inspectErrors } from './inspect/errors.ts';
import type { ProjectError } from './projects.ts';
import type { ReadError } from './read-text.ts';
import type { WriteError } from './write-text.ts';

/** What is wrong with the request, by code. */
const errors: Readonly<Record<string, Sentence>> = {
  missing: { en: 'no such file or directory', zh: '文件或目录不存在' },
  'not-permitted': { en: 'permission denied', zh: '没有访问权限' },
  'is-a-directory': { en: 'is a directory', zh: '是目录' },
  'not-a-directory': { en: 'a part of the path is not a directory', zh: '路径中有一段不是目录' },
  'symlink-loop': { en: 'symbolic links that lead in a circle', zh: '符号链接成环' },
  'not-a-regular-file': { en: 'not a regular file ({kind}); use - to read standard input', zh: '不是普通文件（{kind}）；从标准输入读取请用 -' },
  'too-large': { en: '{size} bytes, over the limit of {limit} (--max-bytes)', zh: '{size} 字节，超过上限 {limit}（--max-bytes）' },
  'not-utf8': { en: 'not UTF-8 text (line {line}, byte {offset})', zh: '不是 UTF-8 文本（第 {line} 行，字节 {offset}）' },
  'not-utf16': { en: 'not valid UTF-16 text (line {line}, byte {offset})', zh: '不是有效的 UTF-16 文本（第 {line} 行，字节 {offset}）' },
  binary: { en: 'binary data, not text (line {line}, byte {offset})', zh: '是二进制数据而非文本（第 {line} 行，字节 {offset}）' },
  io: { en: 'cannot be read ({cause})', zh: '无法读取（{cause}）' },
  changed: { en: 'changed while it was linted; nothing was written', zh: '检查期间文件已被改动；未写入' },
  'read-only': { en: 'read-only; nothing was written', zh: '只读；未写入' },
  'no-space': { en: 'no space left; nothing was written', zh: '磁盘空间不足；未写入' },
  busy: { en: 'in use and cannot be replaced; nothing was written', zh: '正被占用，无法替换；未写入' },
  exists: { en: 'is there already; nothing was written', zh: '已存在；未写入' },
  'too-many-backups': { en: 'too many backups beside it; nothing was written', zh: '旁边的备份太多；未写入' },
  'hard-linked': { en: '{links} hard links lead to it; nothing was written', zh: '有 {links} 个硬链接指向它；未写入' },
  'same-file': { en: 'the same file as {other}; nothing was written', zh: '与 {other} 是同一文件；未写入' },
  stranded: { en: 'could not be put back; its old text is in {copy}', zh: '未能恢复；原内容保存在 {copy}' },
  outside: { en: 'lies outside the project and is not read (--allow-outside)', zh: '在项目之外，未读取（--allow-outside）' },
  'no-files': { en: 'no Compose file and no docker run command found here', zh: '此处没有找到 Compose 文件，也没有 docker run 命令' },
  'no-default': { en: 'none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml; name a file or a directory', zh: '没有 compose.yaml、compose.yml、docker-compose.yml 或 docker-compose.yaml；请指定文件或目录' },
  'no-such-service': { en: '--zlm-service {name}: no such service', zh: '--zlm-service {name}：没有这个服务' },
  internal: { en: 'a mistake in zlm-lint, please report it: {reason}', zh: 'zlm-lint 内部错误，请反馈：{reason}' },
  backup: { en: 'git does not track it: copied to {copy}', zh: 'git 未跟踪该文件：已备份到 {copy}' },
  'fix-and-check': { en: '{one} and {other} exclude each other', zh: '{one} 与 {other} 不能同时使用' },
  'unsafe-alone': { en: '--unsafe-fixes needs --fix, --check or --diff to do anything', zh: '--unsafe-fixes 须与 --fix、--check 或 --diff 一起使用' },
  'not-json': { en: 'no baseline: not JSON ({reason})', zh: '不是基线文件：不是 JSON（{reason}）' },
  'not-a-baseline': { en: 'no baseline: {where} is not as --write-baseline writes it', zh: '不是基线文件：{where} 不符合 --write-baseline 写出的格式' },
  'newer-baseline': { en: 'version {version} was written by a newer zlm-lint; update zlm-lint, or write the baseline anew', zh: '版本 {version} 由更新的 zlm-lint 写出，请升级 zlm-lint 或重新写基线' },
  'baseline-kept': { en: 'no baseline; not overwritten by --write-baseline', zh: '不是基线文件，--write-baseline 不会覆盖它' },
  'baseline-written': { en: 'findings written: {count}', zh: '已写入 {count} 个问题' },
  'baseline-unwritten': { en: 'not written, since not everything could be read', zh: '有内容无法读取，因此没有写入' },
  'baseline-stale': { en: 'no longer found: {rule} in {place}', zh: '已不再出现：{place} 的 {rule}' },
  'baseline-stale-many': { en: 'no longer found: {count} entries; --write-baseline writes it anew', zh: '有 {count} 条已不再出现，可用 --write-baseline 重新写入' },
  'bad-choice': { en: '{option} takes one of {choices}, not {value}{hint}', zh: '{option} 只能取 {choices}，不能是 {value}{hint}' },
  'bad-number': { en: '{option} takes a whole number of at least {least}, not {value}', zh: '{option} 须为不小于 {least} 的整数，不能是 {value}' },
  'bad-version': { en: '{option} takes a version such as 28 or 20.10, not {value}', zh: '{option} 须为 28 或 20.10 这样的版本号，不能是 {value}' },
  'too-many': { en: '{option} takes at most {most}, not {value}', zh: '{option} 最大为 {most}，不能是 {value}' },
  'unknown-rule': { en: '{option}: no rule is called {rule}{hint}', zh: '{option}：没有名为 {rule} 的规则{hint}' },
  'see-rules': { en: '; zlm-lint rules lists them', zh: '；zlm-lint rules 可列出全部规则' },
  'no-rule': { en: 'explain takes a rule: {rules|all}', zh: 'explain 需要一个规则名：{rules|all}' },
  'no-shell': { en: 'completion takes a shell: {shells|all}', zh: 'completion 需要一个 shell 名：{shells|all}' },
  'too-many-words': { en: 'too many arguments for {command}', zh: '{command} 的参数过多' },
  'too-many-warnings': { en: 'warnings: {warnings}; --max-warnings allows {most}', zh: '警告 {warnings} 条，--max-warnings 只允许 {most} 条' },
  'not-shown': { en: 'findings below error that are not shown (--quiet): {hidden}', zh: '有 {hidden} 条低于错误级别的问题未显示（--quiet）' },
  unreadable: { en: 'cannot be read (line {line}), and the rule that reports it is off: {reason}', zh: '无法读取（第 {line} 行），而报告此问题的规则已关闭：{reason}' },
  'no-container': { en: 'no command that creates a container: {command}', zh: '不是创建容器的命令：{command}' },
  'not-read': { en: '{form} is not read', zh: '不读取 {form}' },
  'no-command': { en: 'no command line was given; write it behind --: zlm-lint run -- docker run ...', zh: '没有给出命令行，请写在 -- 之后：zlm-lint run -- docker run ...' },
  'unknown-option': { en: 'unknown option {option}{hint}', zh: '未知选项 {option}{hint}' },
  'missing-value': { en: '{option} needs a value', zh: '{option} 需要一个值' },
  'bad-request': { en: '{reason}', zh: '{reason}' },
  'unknown-variable': { en: 'the environment sets {name}, which is not known; did you mean {meant}?', zh: '环境变量 {name} 未知；是否想写 {meant}？' },
  'podman-version': { en: '{option} is of the Docker Engine, not of podman; leave one of them out', zh: '{option} 只适用于 Docker Engine，不适用于 podman；请去掉其中一个' },
  'all-ignored': { en: 'everything named is ignored by the configuration or --ignore', zh: '指定的文件全部被配置或 --ignore 忽略' },
  'two-configurations': { en: 'beside {other}: one directory has one configuration; remove one of them', zh: '与 {other} 并存：一个目录只能有一个配置，请删除其中一个' },
  'no-configuration-key': { en: 'it has no key {key}, so it holds no configuration', zh: '其中没有 {key} 键，不含配置' },
  'config-outside': { en: 'it leads out of the directory in which it was found and is not read; --config names one that lies elsewhere', zh: '它指向所在目录之外，未读取；位于别处的配置请用 --config 指定' },
  'baseline-outside': { en: 'baseline {file} leads out of the directory of the configuration and is not read; --baseline names one that lies elsewhere', zh: 'baseline {file} 指向配置所在目录之外，未读取；位于别处的基线请用 --baseline 指定' },
  'config-too-large': { en: '{size} bytes; a configuration has at most {limit}', zh: '{size} 字节；配置文件最大为 {limit} 字节' },
  'config-too-deep': { en: 'nested too deeply to be a configuration', zh: '嵌套过深，不是配置' },
  'config-syntax': { en: 'this cannot be read: {reason}', zh: '无法读取：{reason}' },
  'config-alias': { en: 'anchors and aliases are not read in a configuration; write the value again', zh: '配置中不读取锚点和别名，请重写该值' },
  'config-newer': { en: 'version {version} of the configuration is newer than this program, which reads {known}; update zlm-lint', zh: '配置的 version 为 {version}，比本程序新（只读 {known}）；请升级 zlm-lint' },
  'config-form': { en: 'version takes 1, not {value}', zh: 'version 只能是 1，不能是 {value}' },
  'config-unknown-key': { en: 'unknown key "{key}"; known here: {known|all}', zh: '未知的键 "{key}"；此处可用：{known|all}' },
  'config-unknown-key-near': { en: 'unknown key "{key}"; did you mean "{meant}"?', zh: '未知的键 "{key}"；是否想写 "{meant}"？' },
  'config-unknown-rule': { en: 'unknown rule "{key}"; rules: {known|all}', zh: '未知的规则 "{key}"；现有规则：{known|all}' },
  'config-unknown-rule-near': { en: 'unknown rule "{key}"; did you mean "{meant}"?', zh: '未知的规则 "{key}"；是否想写 "{meant}"？' },
  'config-max-ports': { en: 'unknown key "{key}"; write rules: no-wide-port-range: max', zh: '未知的键 "{key}"；请写在 rules: no-wide-port-range: max' },
  'config-required': { en: '{key} needs the key "{missing}"', zh: '{key} 缺少键 "{missing}"' },
  'config-word-or-mapping': { en: '{key} takes a word or a mapping, not {value}', zh: '{key} 须为单词或映射，不能是 {value}' },
  'config-choice': { en: '{key} takes one of {choices|all}, not {value}', zh: '{key} 只能取 {choices|all}，不能是 {value}' },
  'config-version': { en: '{key} takes a version in quotes, such as "28" or "20.10", not {value}', zh: '{key} 须为带引号的版本号，如 "28" 或 "20.10"，不能是 {value}' },
  'config-number': { en: '{key} takes a whole number of at least {least}, not {value}', zh: '{key} 须为不小于 {least} 的整数，不能是 {value}' },
  'config-integer': { en: '{key} takes a whole number, not {value}', zh: '{key} 须为整数，不能是 {value}' },
  'config-most': { en: '{key} takes at most {most}, not {value}', zh: '{key} 最大为 {most}，不能是 {value}' },
  'config-string': { en: '{key} takes text, not {value}; put it in quotes', zh: '{key} 须为文本，不能是 {value}；请加引号' },
  'config-boolean': { en: '{key} takes true or false, not {value}', zh: '{key} 须为 true 或 false，不能是 {value}' },
  'config-array': { en: '{key} takes a list, not {value}; write it as [a, b]', zh: '{key} 须为列表，不能是 {value}；请写成 [a, b]' },
  'config-object': { en: '{key} takes keys and values, not {value}', zh: '{key} 须为键值映射，不能是 {value}' },
  'config-mapping': { en: 'a configuration takes keys and values, not {value}', zh: '配置须为键值映射，不能是 {value}' },
  'config-more': { en: 'more mistakes: {more}', zh: '其余错误：{more} 处' },
  'already-configured': { en: 'this directory has a configuration already; nothing was written', zh: '此目录已有配置；未写入' },
  'configuration-written': { en: 'Wrote {path}: it changes nothing yet, and shows what may be set', zh: '已写入 {path}：目前不改变任何行为，其中列出了可用的设置' },
  'not-written': { en: 'cannot be written ({cause})', zh: '无法写入（{cause}）' },
  'from-default': { en: 'default', zh: '默认值' },
  'from-locale': { en: 'locale', zh: '系统语言环境' },
  ...inspectErrors,
  hint: { en: '; did you mean {option}?', zh: '；是否想写 {option}？' },
  'see-help': { en: 'zlm-lint --help lists the options', zh: 'zlm-lint --help 可列出全部选项' },
};

export function sayError(code: string, data: WordData, language: Language): string {
  const sentence = errors[code];
  if (sentence === undefined) throw new Error(`no sentence for the error ${code}`);
  return fill(sentence, data, language);
}

/** The one line for a file that could not be read or written. */
export function sayFileError(error: ReadError | WriteError | ProjectError | BaselineError, language: Language): string {
  const { code, path: _path, ...data } = error;
  return sayError(code, data, language);
}
