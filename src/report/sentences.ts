import type { Words } from '../model/source.ts';
import { fill, type Language, type Sentence } from './language.ts';

/** Every sentence that is not a rule's message, by id. */
export const sentences: Readonly<Record<string, Sentence>> = {
  'title.host': {
    en: '{setting} for {service}. Ports to open in a firewall: {firewall|all}',
    zh: '{service} 改用 {setting}。防火墙需放行：{firewall|all}',
  },
  'title.host-opens': {
    en: '{setting} for {service}. Newly reachable from outside: {opens|all}. Ports to open in a firewall: {firewall|all}',
    zh: '{service} 改用 {setting}。新暴露到外部的监听：{opens|all}。防火墙需放行：{firewall|all}',
  },
  'title.host-opens-only': { en: '{setting} for {service}. Newly reachable from outside: {opens|all}', zh: '{service} 改用 {setting}。新暴露到外部的监听：{opens|all}' },
  'title.merge': { en: 'The same ports of {service} in fewer entries: {into}', zh: '用更少的条目发布 {service} 的相同端口：{into}' },
  'title.drop-networks': { en: 'Remove networks of {service}, keep network_mode: {mode}', zh: '移除 {service} 的 networks，保留 network_mode: {mode}' },
  'title.drop-discarded-ports': { en: 'Remove the ports of {service} that the engine discards', zh: '移除 {service} 中被引擎丢弃的 ports' },

  'host.bundled': { en: 'the image holds more than ZLMediaKit; what else listens is not known', zh: '镜像中不只有 ZLMediaKit，其余程序监听哪些端口未知' },
  'host.tool': { en: '{tool} forwards ports in a way of its own; nothing was measured with it', zh: '{tool} 转发端口的方式不同，没有实测数据' },
  'host.shifted-port': { en: '{entries}: clients would have to use the container port', zh: '{entries}：客户端得改用容器端口' },
  'host.bound-address': { en: '{entries}: bound to an address now, open on all of them then', zh: '{entries}：现在绑定在指定地址，之后对所有地址开放' },
  'host.ephemeral-port': { en: '{entries}: the engine picks the host port now', zh: '{entries}：现在由引擎挑选主机端口' },
  'host.pool': { en: '{entries}: the engine picks one host port of a range now', zh: '{entries}：现在由引擎从范围中挑一个主机端口' },
  'host.unknown-port': { en: '{entries}: not known which port this is', zh: '{entries}：端口未知' },
  'host.new-listeners': { en: 'become reachable, nothing published them: {listeners|short}', zh: '未发布过却会变得可达：{listeners|short}' },
  'host.named-by': { en: '{service} reaches it by name: {names} in {where}', zh: '{service} 通过名称访问它：{where} 中的 {names}' },
  'host.names': { en: 'it reaches others by name: {names} in {where}', zh: '它通过名称访问其他服务：{where} 中的 {names}' },
  'host.names-itself': { en: '{service} hands out its own name: {names} in {where}', zh: '{service} 对外给出自己的名称：{where} 中的 {names}' },
  'host.linked-by': { en: '{service} links to it, which the engine refuses in host mode', zh: '{service} 用 links 指向它，主机模式下引擎会拒绝' },
  'host.unknown-mention': { en: '{services} may reach it by name, not at hand: {texts}', zh: '{services} 可能通过名称访问它，无法查看：{texts}' },
  'host.unknown-own-mention': { en: 'it may reach others by name, not at hand: {texts}', zh: '它可能通过名称访问其他服务，无法查看：{texts}' },
  'host.labels': { en: 'the label {label} routes to its bridge address', zh: '标签 {label} 会把流量转到它的网桥地址' },
  'host.port-taken': { en: '{service} holds the same host ports: {ports}', zh: '{service} 占用相同的主机端口：{ports}' },
  'host.port-unknown': { en: '{service} may hold the same host port: {entry} is not known', zh: '{service} 可能占用相同的主机端口：{entry} 未知' },
  'host.replicas': { en: 'there may be several copies of it, and only one could listen on these ports', zh: '可能有多个副本，但只有一个能监听这些端口' },
  'host.user': { en: 'user {user} may not listen below 1024 on the host: {ports}', zh: '用户 {user} 在主机上不能监听 1024 以下的端口：{ports}' },
  'host.swarm': { en: 'Swarm settings ({keys}): docker stack ignores network_mode', zh: 'Swarm 设置（{keys}）：docker stack 会忽略 network_mode' },
  'host.sysctls': { en: '{name} cannot be set in host mode', zh: '主机模式下不能设置 {name}' },
  'host.cap-drop': { en: 'dropped capabilities may forbid ports below 1024 on the host', zh: '移除的 capability 可能使其无法在主机上监听 1024 以下的端口' },
  'host.static-address': { en: 'its own address on a network ({address}) is lost', zh: '它在网络上的固定地址（{address}）会丢失' },
  'host.network-settings': { en: 'the network {network} is no plain bridge ({settings})', zh: '网络 {network} 不是普通网桥（{settings}）' },
  'host.external-network': { en: 'others may reach it over the external network {network}', zh: '其他容器可能通过外部网络 {network} 访问它' },
  'host.shared-network': { en: '{service} shares its network ({mode}) and would move along', zh: '{service} 共享它的网络（{mode}），会被一并迁移' },
  'host.unknown-mode': { en: 'the network mode of {service} is not known', zh: '{service} 的 network_mode 未知' },
  'zlm-rtp.controller': { en: '{service} may tell ZLMediaKit other RTP ports, and its {key} is not known', zh: '{service} 可能给 ZLMediaKit 下发别的 RTP 端口，其 {key} 未知' },
  'zlm-rtp.own-ports': { en: '{service} names the RTP port of every stream itself', zh: '{service} 自行指定每路流的 RTP 端口' },
  'zlm-rtp.two-controllers': { en: '{services} tell ZLMediaKit different RTP ranges', zh: '{services} 给 ZLMediaKit 下发的 RTP 端口范围不同' },
  'zlm-rtp.foreign-controller': { en: 'its hooks lead to a controller that is not at hand and may tell it other RTP ports ({url})', zh: '其 hook 指向一个看不到的控制端（{url}），后者可能下发别的 RTP 端口' },

  'zlm-config.other-path': { en: 'the command names {target}, nothing is mounted there: shipped listeners assumed', zh: '启动命令指定 {target}，但那里没有挂载：按出厂监听处理' },
  'zlm-config.command': { en: 'the command may name another config.ini: shipped listeners assumed', zh: '启动命令可能指定了别的 config.ini：按出厂监听处理' },
  'zlm-config.script': { en: 'the script {script} starts it, its config.ini is not known: shipped listeners assumed', zh: '由脚本 {script} 启动，config.ini 未知：按出厂监听处理' },
  'zlm-config.variable': { en: 'where its config.ini lies is not known ({text}): shipped listeners assumed', zh: 'config.ini 的位置未知（{text}）：按出厂监听处理' },
  'zlm-config.volume': { en: 'its config.ini lies in a volume ({target}): shipped listeners assumed', zh: 'config.ini 在数据卷中（{target}）：按出厂监听处理' },
  'zlm-config.missing': { en: 'its config.ini is not at hand ({path}): shipped listeners assumed', zh: '看不到它的 config.ini（{path}）：按出厂监听处理' },
  'zlm-config.outside': { en: 'its config.ini lies outside the project ({path}): shipped listeners assumed', zh: 'config.ini 在项目之外（{path}）：按出厂监听处理' },
  'zlm-config.unreadable': { en: 'its config.ini cannot be read ({path}): shipped listeners assumed', zh: 'config.ini 无法读取（{path}）：按出厂监听处理' },
  'zlm-config.built': { en: 'the image is built, its config.ini is not known: shipped listeners assumed', zh: '镜像为自行构建，config.ini 未知：按出厂监听处理' },
  'zlm-config.image': { en: 'the config.ini inside {image} is not known: shipped listeners assumed', zh: '{image} 内的 config.ini 未知：按出厂监听处理' },

  'zlm.option': { en: '--zlm-service {name}', zh: '--zlm-service {name}' },
  'zlm.comment': { en: 'comment zlm-lint: zlmediakit', zh: '注释 zlm-lint: zlmediakit' },
  'zlm.image': { en: 'image {image}', zh: '镜像 {image}' },
  'zlm.command': { en: 'command runs MediaServer: {command}', zh: '命令运行 MediaServer：{command}' },
  'zlm.mount': { en: 'mounts {target}', zh: '挂载 {target}' },
  'zlm.build': { en: 'builds {path}', zh: '构建 {path}' },
  'ports.total': { en: '{service}: {pairs} port-protocol pairs', zh: '{service}：{pairs} 个端口×协议对' },
  'ports.legend': { en: '* ZLMediaKit: {reason}', zh: '* ZLMediaKit：{reason}' },
  'ports.disabled': { en: 'not started, as none of its profiles is active: {services}; see --profile', zh: '未启动（没有启用其 profile）：{services}；参见 --profile' },
  'ports.none': { en: 'no published ports', zh: '没有发布端口' },

  'unsafe.which-network': { en: 'either network_mode: {mode} or networks is meant; only you know which', zh: 'network_mode: {mode} 与 networks 只能取其一，意图只有你知道' },

  'unsafe.other-file': { en: '{file} may also be used alone, where its ports count', zh: '{file} 可能也会单独使用，那时其中的端口是有效的' },

  'none.not-zlm': { en: 'not a ZLMediaKit service: host networking is not offered for it', zh: '不是 ZLMediaKit 服务，不提供主机网络改写' },
  'none.links': { en: 'it has links, which the engine refuses in host mode', zh: '它使用了 links，主机模式下引擎会拒绝' },
  'none.engine': {
    en: 'host networking is not offered on {engine}: it may not reach the host, and nothing was measured there',
    zh: '{engine} 上不提供主机网络改写：未必通到主机，也没有实测数据',
  },
  'none.nothing-to-merge': {
    en: 'nothing to merge; a narrower range also means config.ini and WVP',
    zh: '没有可合并的；缩小 RTP 范围还须同时修改 config.ini 和控制端（如 WVP）',
  },
  'none.extends': { en: 'what it inherits through extends is not at hand', zh: '无法查看它通过 extends 继承的内容' },
  'unread.outside': { en: '{path} lies outside the project and is not read (--allow-outside)', zh: '{path} 在项目之外，未读取（--allow-outside）' },
  'unread.unknown': { en: '{path} is not read: not known which file this is', zh: '未读取 {path}：不知道是哪个文件' },
  'unread.remote': { en: '{path} is not fetched: what it adds is not known', zh: '不会下载 {path}，其内容未知' },
  'none.strategy': { en: 'the strategy {strategy} has no answer to this; --strategy auto offers more', zh: '策略 {strategy} 对此没有办法，--strategy auto 可选更多' },
  'none.broken': { en: 'the file has an error; nothing in it is changed until that is mended', zh: '文件有错误，修好之前不会改动其中任何内容' },

  'none.broken-command': { en: 'this command has an error; it is not changed until that is mended', zh: '该命令有错误，修好之前不会改动' },

  'refused.no-source': { en: 'its text is not in this file', zh: '它的文本不在此文件中' },
  'refused.alias': { en: 'the whole service is written elsewhere (an alias or a merge)', zh: '整个服务写在别处（别名或合并）' },
  'refused.variable': { en: 'the text comes from a variable or an alias', zh: '文本来自变量或别名' },
  'refused.anchor': { en: 'an anchor in this text is used elsewhere', zh: '此文本中的锚点在别处被引用' },
  'refused.shared-ports': { en: 'these ports are written elsewhere (an alias or a merge)', zh: '这些端口写在别处（别名或合并）' },
  'refused.two-lists': { en: 'the entries stand in two lists (two documents)', zh: '这些条目分属两个列表（两个文档）' },
  'refused.comment': { en: 'a comment stands inside this text', zh: '此文本中夹有注释' },
  'refused.loose': { en: 'a variable or a substitution here may hold any number of flags', zh: '此处的变量或命令替换可能含有任意多个选项' },
  'refused.template': { en: 'the command is a template: its reader is to fill something in', zh: '该命令是模板，其中有内容需由读者填写' },
  'refused.list': { en: 'an argument list of a program is not edited', zh: '程序中的参数列表不会被编辑' },
  'refused.layout': { en: 'the text is laid out in a way that is not edited', zh: '文本的排版方式无法编辑' },
  'refused.long-syntax': { en: 'a mapping with more keys than the short syntax can say', zh: '该映射含有短语法无法表达的键' },

  'dropped.problem': { en: 'the fix was dropped: the result could not be read ({problem})', zh: '修复已放弃：结果无法读取（{problem}）' },
  'dropped.rest': { en: 'the fix was dropped: something outside the services would have changed', zh: '修复已放弃：服务之外的内容会被改动' },
  'dropped.services': { en: 'the fix was dropped: a service would have come or gone', zh: '修复已放弃：会多出或丢失服务' },
  'dropped.change': { en: 'the fix was dropped: something else of {service} would have changed', zh: '修复已放弃：{service} 的其他内容会被改动' },
  'dropped.finding': { en: 'the fix was dropped: the finding {rule} would have stayed', zh: '修复已放弃：问题 {rule} 依然存在' },
  'dropped.other-project': { en: '{path} reads the same text, and {service} there would change in another way', zh: '{path} 也读取同一段文本，其中的 {service} 会发生别的变化' },
  'dropped.error': { en: 'the fix was dropped: a new error {rule} would have come', zh: '修复已放弃：会产生新的错误 {rule}' },

  'done.title.host': { en: '{setting} for {service}', zh: '{service} 改用 {setting}' },
  'done.title.host-opens': { en: '{setting} for {service}. Newly reachable from outside: {opens|all}', zh: '{service} 改用 {setting}。新暴露到外部的监听：{opens|all}' },
  'done.host.shifted-port': { en: '{entries}: clients use the container port from now on', zh: '{entries}：客户端从现在起使用容器端口' },
  'done.host.bound-address': { en: '{entries}: was bound to an address, is open on all of them now', zh: '{entries}：原先绑定在指定地址，现在对所有地址开放' },
  'done.host.ephemeral-port': { en: '{entries}: the engine picked the host port, now it is the container port', zh: '{entries}：原先由引擎挑选主机端口，现在就是容器端口' },
  'done.host.pool': { en: '{entries}: the engine picked one host port of a range, now it is the container port', zh: '{entries}：原先由引擎从范围中挑选，现在就是容器端口' },

  'after.saved': { en: 'Saved: {processes} docker-proxy processes, about {memory|size}, and {start|time} at every start', zh: '节省：{processes} 个 docker-proxy 进程，约 {memory|size} 内存，每次启动 {start|time}' },
  'after.same': { en: 'What is published is the same: nothing to do now', zh: '发布的端口不变，现在无需任何操作' },
  'after.close': { en: 'Set listeners that nobody uses to 0 in config.ini', zh: '无人使用的监听请在 config.ini 中设为 0' },
  'after.close-turn': { en: 'Set listeners that nobody uses to 0 in config.ini; 3478 is a TURN relay with a well-known default password', zh: '无人使用的监听请在 config.ini 中设为 0；3478 是 TURN 中继，默认密码众所周知' },
  'after.up': { en: 'Apply it: {command|command} (running streams drop for a moment)', zh: '生效：{command|command}（正在进行的流会中断片刻）' },
  'after.rerun': { en: 'Apply it: {command|command}, then run the new command (running streams drop for a moment)', zh: '生效：{command|command}，再执行新的命令（正在进行的流会中断片刻）' },
  'after.firewall': { en: 'Open in the firewall: {firewall|all}', zh: '在防火墙放行：{firewall|all}' },
  'after.look': { en: 'Look: {commands|command}', zh: '查看：{commands|command}' },

  'report.fixed': { en: 'Fixed {path}: {title}', zh: '已修复 {path}：{title}' },
  'report.would-fix': { en: 'Would change {path}: {title}', zh: '将修改 {path}：{title}' },
  'report.change-with-it': { en: 'Not proven safe; look at these, and change them with it:', zh: '未能证明安全，请查看并一并修改：' },
  'report.left': { en: '{service} is left as it is.', zh: '{service} 保持原样。' },
  'report.left-cost': {
    en: '{service} is left as it is: {pairs} port-protocol pairs, {processes} docker-proxy processes, about {memory|size}, {start|time} to start.',
    zh: '{service} 保持原样：{pairs} 个端口×协议对，{processes} 个 docker-proxy 进程，约 {memory|size} 内存，启动 {start|time}。',
  },
  'report.still': {
    en: '{service} still publishes {pairs} port-protocol pairs: {processes} docker-proxy processes, about {memory|size}, {start|time} to start.',
    zh: '{service} 仍发布 {pairs} 个端口×协议对：{processes} 个 docker-proxy 进程，约 {memory|size} 内存，启动 {start|time}。',
  },
  'report.held-host': { en: 'host: not proven safe (--unsafe-fixes applies it all the same)', zh: 'host：未能证明安全（--unsafe-fixes 可强制应用）' },
  'report.held-minimal': { en: 'minimal: {why}', zh: 'minimal：{why}' },
  'report.held-merging': { en: 'minimal: not applied', zh: 'minimal：未应用' },
  'report.held-own': { en: 'not applied without --unsafe-fixes:', zh: '没有 --unsafe-fixes 时不会应用：' },
  'report.more': { en: '… and {more} more (--format json lists all)', zh: '……另有 {more} 项（--format json 列出全部）' },
  'report.command': { en: 'To apply it: {command}', zh: '如需应用：{command}' },
  'report.at-line': { en: '{text} (line {line})', zh: '{text}（第 {line} 行）' },
  'report.at-file': { en: '{text} ({path}:{line})', zh: '{text}（{path}:{line}）' },
  'report.fix-safe': { en: 'Fix: {title}', zh: '修复：{title}' },
  'report.fix-unsafe': { en: 'Fix, not proven safe: {title}', zh: '修复（未能证明安全）：{title}' },
  'report.fix-same': { en: 'Fix: the same as for line {line}.', zh: '修复：同第 {line} 行。' },
  'report.fix-same-file': { en: 'Fix: the same as for {path}:{line}.', zh: '修复：同 {path}:{line}。' },
  'report.no-fix': { en: 'No fix: {why}', zh: '无修复：{why}' },
  'report.page': { en: 'More: {command}', zh: '详情：{command}' },
  'report.why': { en: 'zlm-lint --fix says why.', zh: 'zlm-lint --fix 会说明原因。' },
  'report.clean': { en: 'No problems in {files}.', zh: '{files} 没有问题。' },
  'report.no-errors': { en: 'No errors in {files}.', zh: '{files} 没有错误。' },
  'report.files': { en: '{n} files', zh: '{n} 个文件' },
  'report.count': { en: 'Errors {errors}, warnings {warnings}, infos {infos}.', zh: '错误 {errors}，警告 {warnings}，提示 {infos}。' },
  'report.count-errors': { en: 'Errors {errors}.', zh: '错误 {errors}。' },
  'report.fixed-count': { en: 'Fixed {fixed}.', zh: '已修复 {fixed} 处。' },
  'report.fixable': { en: 'Fixes to apply: {fixable}.', zh: '可应用 {fixable} 项修复。' },
  'report.held-count': { en: 'Fixes not proven safe: {heldBack}.', zh: '{heldBack} 项修复未能证明安全。' },
};

/** As `say`, in the words for what has been done where those are others. */
export function sayDone({ id, data = {} }: Words, language: Language): string {
  const done = sentences[`done.${id}`];
  return done === undefined ? say({ id, data }, language) : fill(done, data, language);
}

/** The sentence of an id; the id itself stands where there is none, which a test rules out. */
export function say({ id, data = {} }: Words, language: Language): string {
  const sentence = sentences[id];
  return sentence === undefined ? id : fill(sentence, data, language);
}
