import type { Words } from '../model/source.ts';
import { fill, type Language, type Sentence } from './language.ts';

/** Every sentence that is not a rule's message, by id. */
const sentences: Readonly<Record<string, Sentence>> = {
  'title.host': {
    en: 'network_mode: host for {service}. Ports to open in a firewall: {firewall}',
    zh: '{service} 改用 network_mode: host。防火墙需放行：{firewall}',
  },
  'title.host-opens': {
    en: 'network_mode: host for {service}. Newly reachable from outside: {opens}. Ports to open in a firewall: {firewall}',
    zh: '{service} 改用 network_mode: host。新暴露到外部的监听：{opens}。防火墙需放行：{firewall}',
  },
  'title.merge': { en: 'Say the neighbouring ports of {service} as {into}', zh: '把 {service} 的相邻端口写成 {into}' },
  'title.drop-networks': { en: 'Remove networks of {service}, keep network_mode: {mode}', zh: '移除 {service} 的 networks，保留 network_mode: {mode}' },
  'title.drop-discarded-ports': { en: 'Remove the ports of {service} that the engine discards', zh: '移除 {service} 中被引擎丢弃的 ports' },

  'host.bundled': { en: 'the image holds more than ZLMediaKit; what else listens is not known', zh: '镜像中不只有 ZLMediaKit，其余程序监听哪些端口未知' },
  'host.shifted-port': { en: '{entries}: clients would have to use the container port', zh: '{entries}：客户端得改用容器端口' },
  'host.bound-address': { en: '{entries}: bound to one address now, open on all of them then', zh: '{entries}：现在只绑定一个地址，之后对所有地址开放' },
  'host.ephemeral-port': { en: '{entries}: the engine picks the host port now', zh: '{entries}：现在由引擎挑选主机端口' },
  'host.pool': { en: '{entries}: the engine picks one host port of a range now', zh: '{entries}：现在由引擎从范围中挑一个主机端口' },
  'host.unknown-port': { en: '{entries}: not known which port this is', zh: '{entries}：端口未知' },
  'host.new-listeners': { en: 'become reachable, nothing published them: {listeners}', zh: '未发布过却会变得可达：{listeners}' },
  'host.named-by': { en: '{service} reaches it by name: {name} in {where}', zh: '{service} 通过名称访问它：{where} 中的 {name}' },
  'host.names': { en: 'it reaches others by name: {name} in {where}', zh: '它通过名称访问其他服务：{where} 中的 {name}' },
  'host.linked-by': { en: '{service} links to it, which the engine refuses in host mode', zh: '{service} 用 links 指向它，主机模式下引擎会拒绝' },
  'host.unknown-mention': { en: '{service} may reach it by name, not at hand: {texts}', zh: '{service} 可能通过名称访问它，无法查看：{texts}' },
  'host.unknown-own-mention': { en: 'it may reach others by name, not at hand: {texts}', zh: '它可能通过名称访问其他服务，无法查看：{texts}' },
  'host.labels': { en: 'the label {label} routes to its bridge address', zh: '标签 {label} 会把流量转到它的网桥地址' },
  'host.port-taken': { en: '{service} holds the same host ports: {ports}', zh: '{service} 占用相同的主机端口：{ports}' },
  'host.port-unknown': { en: '{service} may hold the same host port: {entry} is not known', zh: '{service} 可能占用相同的主机端口：{entry} 未知' },
  'host.links': { en: 'links are refused by the engine in host mode', zh: '主机模式下引擎会拒绝 links' },
  'host.replicas': { en: 'a second replica could not listen on the same ports', zh: '第二个副本无法监听相同端口' },
  'host.user': { en: 'user {user} may not listen below 1024 on the host: {ports}', zh: '用户 {user} 在主机上不能监听 1024 以下的端口：{ports}' },
  'host.swarm': { en: 'Swarm settings ({keys}): docker stack ignores network_mode', zh: 'Swarm 设置（{keys}）：docker stack 会忽略 network_mode' },
  'host.sysctls': { en: '{name} cannot be set in host mode', zh: '主机模式下不能设置 {name}' },
  'host.cap-drop': { en: 'dropped capabilities may forbid ports below 1024 on the host', zh: '移除的 capability 可能使其无法在主机上监听 1024 以下的端口' },
  'host.static-address': { en: 'its own address on a network ({address}) is lost', zh: '它在网络上的固定地址（{address}）会丢失' },
  'host.external-network': { en: 'others may reach it over the external network {network}', zh: '其他容器可能通过外部网络 {network} 访问它' },
  'host.extends': { en: 'what it inherits through extends is not seen', zh: '无法看到它通过 extends 继承的内容' },
  'host.shared-network': { en: '{service} shares its network ({mode}) and would move along', zh: '{service} 共享它的网络（{mode}），会被一并迁移' },
  'host.unknown-mode': { en: 'the network mode of {service} is not known', zh: '{service} 的 network_mode 未知' },
  'zlm-config.other-path': { en: 'config.ini is mounted where this image is not known to read it ({target}): shipped listeners assumed', zh: 'config.ini 挂载在此镜像未必读取的位置（{target}）：按出厂监听处理' },
  'zlm-config.command': { en: 'the command may name another config.ini: shipped listeners assumed', zh: '启动命令可能指定了别的 config.ini：按出厂监听处理' },
  'zlm-config.script': { en: 'the script {script} starts it, its config.ini is not known: shipped listeners assumed', zh: '由脚本 {script} 启动，config.ini 未知：按出厂监听处理' },
  'zlm-config.variable': { en: 'where its config.ini lies is not known ({text}): shipped listeners assumed', zh: 'config.ini 的位置未知（{text}）：按出厂监听处理' },
  'zlm-config.volume': { en: 'its config.ini lies in a volume ({target}): shipped listeners assumed', zh: 'config.ini 在数据卷中（{target}）：按出厂监听处理' },
  'zlm-config.missing': { en: 'its config.ini is not at hand ({path}): shipped listeners assumed', zh: '看不到它的 config.ini（{path}）：按出厂监听处理' },
  'zlm-config.built': { en: 'the image is built, its config.ini is not known: shipped listeners assumed', zh: '镜像为自行构建，config.ini 未知：按出厂监听处理' },
  'zlm-config.image': { en: 'the config.ini inside {image} is not known: shipped listeners assumed', zh: '{image} 内的 config.ini 未知：按出厂监听处理' },

  'zlm.option': { en: '--zlm-service {name}', zh: '--zlm-service {name}' },
  'zlm.comment': { en: 'comment zlm-lint: zlmediakit', zh: '注释 zlm-lint: zlmediakit' },
  'zlm.image': { en: 'image {image}', zh: '镜像 {image}' },
  'zlm.command': { en: 'command runs MediaServer: {command}', zh: '命令运行 MediaServer：{command}' },
  'zlm.mount': { en: 'mounts {target}', zh: '挂载 {target}' },
  'zlm.build': { en: 'builds {path}', zh: '构建 {path}' },
  'ports.none': { en: 'no published ports', zh: '没有发布端口' },

  'unsafe.which-network': { en: 'either network_mode: {mode} or networks is meant; only you know which', zh: 'network_mode: {mode} 与 networks 只能取其一，意图只有你知道' },

  'none.not-zlm': { en: 'not a ZLMediaKit service: host networking is not offered for it', zh: '不是 ZLMediaKit 服务，不提供主机网络改写' },
  'none.engine': {
    en: 'host networking does not reach the host on {engine}: not offered',
    zh: '{engine} 上主机网络到不了宿主机，不提供',
  },
  'none.nothing-to-merge': {
    en: 'no neighbouring ports to merge; a narrower RTP range has to change config.ini and the controller, too',
    zh: '没有可合并的相邻端口；缩小 RTP 范围还须同时修改 config.ini 和控制端',
  },
  'none.strategy': { en: 'no fix of the strategy {strategy} answers this', zh: '策略 {strategy} 没有可解决此问题的修复' },
  'none.broken': { en: 'the file has an error; nothing in it is changed until that is mended', zh: '文件有错误，修好之前不会改动其中任何内容' },

  'refused.no-source': { en: 'its text is not in this file', zh: '它的文本不在此文件中' },
  'refused.alias': { en: 'the whole service is written elsewhere (an alias or a merge)', zh: '整个服务写在别处（别名或合并）' },
  'refused.variable': { en: 'the text comes from a variable or an alias', zh: '文本来自变量或别名' },
  'refused.anchor': { en: 'an anchor in this text is used elsewhere', zh: '此文本中的锚点在别处被引用' },
  'refused.shared-ports': { en: 'these ports are written elsewhere (an alias or a merge)', zh: '这些端口写在别处（别名或合并）' },
  'refused.comment': { en: 'a comment stands inside this text', zh: '此文本中夹有注释' },
  'refused.layout': { en: 'the text is laid out in a way that is not edited', zh: '文本的排版方式无法编辑' },
  'refused.long-syntax': { en: 'a mapping with more keys than the short syntax can say', zh: '该映射含有短语法无法表达的键' },

  'dropped.problem': { en: 'the result could not be read ({problem})', zh: '结果无法读取（{problem}）' },
  'dropped.rest': { en: 'something outside the services would have changed', zh: '服务之外的内容会被改动' },
  'dropped.services': { en: 'a service would have come or gone', zh: '会多出或丢失服务' },
  'dropped.change': { en: 'something else of {service} would have changed', zh: '{service} 的其他内容会被改动' },
  'dropped.finding': { en: 'the finding {rule} would have stayed', zh: '问题 {rule} 依然存在' },
  'dropped.error': { en: 'a new error {rule} would have come', zh: '会产生新的错误 {rule}' },

  'after.up': { en: 'Apply it: docker compose up -d {service} (running streams drop for a moment)', zh: '生效：docker compose up -d {service}（正在进行的流会中断片刻）' },
  'after.firewall': { en: 'Open in the firewall: {firewall}', zh: '在防火墙放行：{firewall}' },
  'after.look': { en: 'Look: docker compose ps {service}; ss -lntu; pgrep -c docker-proxy', zh: '查看：docker compose ps {service}；ss -lntu；pgrep -c docker-proxy' },

  'report.fixed': { en: 'Fixed {path}: {title}', zh: '已修复 {path}：{title}' },
  'report.would-fix': { en: '--fix would change {path}: {title}', zh: '--fix 将修改 {path}：{title}' },
  'report.change-with-it': { en: 'Not proven safe; look at these, and change them with it:', zh: '未能证明安全，请查看并一并修改：' },
  'report.left': { en: '{service} is left as it is.', zh: '{service} 保持原样。' },
  'report.left-cost': {
    en: '{service} is left as it is: {pairs} port-protocol pairs, {processes} docker-proxy processes, about {memory|size}, {start|time} to start.',
    zh: '{service} 保持原样：{pairs} 个端口×协议对，{processes} 个 docker-proxy 进程，约 {memory|size} 内存，启动 {start|time}。',
  },
  'report.held-host': { en: 'host: not proven safe (--unsafe-fixes applies it all the same)', zh: 'host：未能证明安全（--unsafe-fixes 可强制应用）' },
  'report.held-minimal': { en: 'minimal: {why}', zh: 'minimal：{why}' },
  'report.held-own': { en: 'not applied without --unsafe-fixes:', zh: '没有 --unsafe-fixes 时不会应用：' },
  'report.dropped': { en: 'dropped: {title}: {why}', zh: '已放弃：{title}：{why}' },
  'report.more': { en: '… and {more} more (--format json lists all)', zh: '……另有 {more} 项（--format json 列出全部）' },
  'report.command': { en: 'To apply it:', zh: '如需应用：' },
  'report.at-line': { en: '{text} (line {line})', zh: '{text}（第 {line} 行）' },
  'report.at-file': { en: '{text} ({path}:{line})', zh: '{text}（{path}:{line}）' },
  'report.fix-safe': { en: 'Fix: {title}', zh: '修复：{title}' },
  'report.fix-unsafe': { en: 'Fix, not proven safe: {title}', zh: '修复（未能证明安全）：{title}' },
  'report.fix-same': { en: 'Fix: the same as for line {line}.', zh: '修复：同第 {line} 行。' },
  'report.no-fix': { en: 'No fix: {why}', zh: '无修复：{why}' },
  'report.clean': { en: 'No problems in {files}.', zh: '{files} 没有问题。' },
  'report.files': { en: '{n} files', zh: '{n} 个文件' },
  'report.count': { en: '{errors} errors, {warnings} warnings, {infos} infos.', zh: '错误 {errors}，警告 {warnings}，提示 {infos}。' },
  'report.fixed-count': { en: '{fixed} fixed.', zh: '已修复 {fixed} 处。' },
  'report.fixable': { en: '--fix would apply {fixable}.', zh: '--fix 可应用 {fixable} 项修复。' },
  'report.held-count': { en: '{heldBack} held back: not proven safe.', zh: '{heldBack} 项修复未能证明安全，未应用。' },
};

/** @throws Error when an id has no sentence: a mistake in the program, not in its input. */
export function sentence(id: string): Sentence {
  const found = sentences[id];
  if (found === undefined) throw new Error(`no sentence for ${id}`);
  return found;
}

export function say({ id, data = {} }: Words, language: Language): string {
  return fill(sentence(id), data, language);
}

/** For the test that holds both languages to the same placeholders. */
export const sentenceIds: readonly string[] = Object.keys(sentences);
