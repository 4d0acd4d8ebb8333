import type { Words } from '../model/source.ts';
import { hostSentences } from './host-sentences.ts';
import { inspectSentences } from './inspect-sentences.ts';
import { fill, type Language, type Sentence } from './language.ts';
import { publishedSentences } from './published-sentences.ts';

/** What most reports say, by id. */
const ownSentences: Readonly<Record<string, Sentence>> = {
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
  'title.narrow': { en: 'RTP range of {service}: {range} for {streams} streams in place of {old} for {oldStreams}, over tcp and udp', zh: '{service} 的 RTP 端口范围由 {old}（{oldStreams} 路）改为 {range}（{streams} 路），tcp 和 udp' },
  'title.narrow-opens': { en: 'RTP range of {service}: {range} for {streams} streams in place of {old} for {oldStreams}. Newly published: {opens|all}', zh: '{service} 的 RTP 端口范围由 {old}（{oldStreams} 路）改为 {range}（{streams} 路）。新发布：{opens|all}' },
  'title.drop-unused': { en: 'Publish {entry} of {service} no longer, on which nothing listens', zh: '不再发布 {service} 的 {entry}，它没有监听' },
  'title.publish-twin': { en: 'Publish {mapping} of {service} as well, for two docker-proxy processes more', zh: '同时发布 {service} 的 {mapping}，多两个 docker-proxy 进程' },
  'title.drop-networks': { en: 'Remove networks of {service}, keep network_mode: {mode}', zh: '移除 {service} 的 networks，保留 network_mode: {mode}' },
  'title.drop-discarded-ports': { en: 'Remove the ports of {service} that the engine discards', zh: '移除 {service} 中被引擎丢弃的 ports' },
  'title.drop-suppression': { en: 'Remove {text}', zh: '移除 {text}' },
  'title.drop-suppressed-rules': { en: 'Remove {text} from the comment', zh: '从注释中移除 {text}' },

  'minimal.streams': { en: '{streams} streams at once are assumed, {carries} fit; --streams says how many', zh: '假定最多 {streams} 路并发（可容纳 {carries} 路），可用 --streams 指定' },
  'zlm-rtp.controller': { en: '{service} may tell ZLMediaKit other RTP ports, and its {key} is not known', zh: '{service} 可能给 ZLMediaKit 下发别的 RTP 端口，其 {key} 未知' },
  'zlm-rtp.bundled': { en: 'the image holds more than ZLMediaKit, which may be told other RTP ports from inside', zh: '镜像中不只有 ZLMediaKit，其余程序可能下发别的 RTP 端口' },
  'zlm-rtp.own-ports': { en: '{service} names the RTP port of every stream itself', zh: '{service} 自行指定每路流的 RTP 端口' },
  'zlm-rtp.two-controllers': { en: '{services} tell ZLMediaKit different RTP ranges', zh: '{services} 给 ZLMediaKit 下发的 RTP 端口范围不同' },
  'zlm-rtp.placeholder': { en: 'its config.ini holds {text}, which a program fills in', zh: 'config.ini 里写的是 {text}，要由程序填入' },
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
  'ports.total': { en: '{service}: {least|atLeast}{pairs|pairs}', zh: '{service}：{least|atLeast}{pairs|pairs}' },
  'ports.legend': { en: '* ZLMediaKit: {reason|said}', zh: '* ZLMediaKit：{reason|said}' },
  'ports.disabled': { en: 'not started, as none of its profiles is active: {services}; see --profile', zh: '未启动（没有启用其 profile）：{services}；参见 --profile' },
  'ports.none': { en: 'no published ports', zh: '没有发布端口' },

  'unsafe.opens': { en: '{opens|all} becomes reachable, and the port of the host has to be free', zh: '{opens|all} 会变得可达，主机上该端口须空闲' },
  'unsafe.which-network': { en: 'either network_mode: {mode} or networks is meant; only you know which', zh: 'network_mode: {mode} 与 networks 只能取其一，意图只有你知道' },

  'unsafe.other-file': { en: '{file} may also be used alone, where its ports count', zh: '{file} 可能也会单独使用，那时其中的端口是有效的' },

  'none.not-zlm': { en: 'not a ZLMediaKit service: host networking is not offered for it', zh: '不是 ZLMediaKit 服务，不提供主机网络改写' },
  'none.host-by-hand': { en: 'host: these files alone cannot keep it working', zh: 'host：只改这些文件无法保持可用' },
  'none.other-files': { en: '{path} has to change with it, and only the text that was given can', zh: '{path} 需要一并修改，而这里只能改给出的文本' },
  'none.encoding': { en: '{path} has to change with it, and is not UTF-8 text', zh: '{path} 需要一并修改，但它不是 UTF-8 文本' },
  'none.narrow-enough': { en: 'minimal: the RTP range carries {streams} streams, no more than asked for', zh: 'minimal：RTP 端口范围可容纳 {streams} 路流，未超出所需' },
  'none.narrow-unknown': { en: 'minimal: not known which ports {text} publishes', zh: 'minimal：{text} 发布哪些端口未知' },
  'none.narrow-other': { en: 'minimal: {text} holds more than the RTP range, or leads to other numbers', zh: 'minimal：{text} 不只包含 RTP 端口范围，或映射到别的端口号' },
  'none.narrow-shared': { en: 'minimal: {service} runs in the same network, and may need these ports, too', zh: 'minimal：{service} 运行在同一网络里，也可能需要这些端口' },
  'none.narrow-unpublished': { en: 'minimal: no RTP range is published', zh: 'minimal：未发布 RTP 端口范围' },
  'none.narrow-place': { en: 'minimal: {text} comes from a place that cannot be changed', zh: 'minimal：{text} 来自无法修改的地方' },
  'none.which-port': { en: 'the files do not tell which port was meant', zh: '文件里看不出本来想用哪个端口' },
  'none.host-port': { en: 'not known on which port of the host it is published', zh: '不知道发布到主机的哪个端口' },
  'none.other-service': { en: 'the entry belongs to the service whose network this one shares', zh: '该条目属于被共享网络的服务' },
  'none.moved': { en: 'peers are told {port} itself: it has to be published on the same number first', zh: '对端拿到的就是端口 {port}，要先按同号发布' },
  'none.held': { en: '{service} wants this port of the host', zh: '{service} 要用主机上的这个端口' },
  'none.links': { en: 'it has links, which the engine refuses in host mode', zh: '它使用了 links，主机模式下引擎会拒绝' },
  'none.engine': {
    en: 'host networking is not offered on {engine}: it may not reach the host, and nothing was measured there',
    zh: '{engine} 上不提供主机网络改写：未必通到主机，也没有实测数据',
  },
  'none.nothing-to-merge': { en: 'nothing to merge', zh: '没有可合并的' },
  'none.extends': { en: 'what it inherits through extends is not at hand', zh: '无法查看它通过 extends 继承的内容' },
  'unread.outside': { en: '{path} lies outside the project and is not read (--allow-outside)', zh: '{path} 在项目之外，未读取（--allow-outside）' },
  'unread.unknown': { en: '{path} is not read: not known which file this is', zh: '未读取 {path}：不知道是哪个文件' },
  'unread.remote': { en: '{path} is not fetched: what it adds is not known', zh: '不会下载 {path}，其内容未知' },
  'none.suppressed': { en: 'it would change what a comment silences ({rule})', zh: '会改动被注释抑制的内容（{rule}）' },
  'none.strategy': { en: 'the strategy {strategy} has no answer to this; --strategy auto offers more', zh: '策略 {strategy} 对此没有办法，--strategy auto 可选更多' },
  'none.broken': { en: 'the file has an error; nothing in it is changed until that is mended', zh: '文件有错误，修好之前不会改动其中任何内容' },

  'none.broken-command': { en: 'this command has an error; it is not changed until that is mended', zh: '该命令有错误，修好之前不会改动' },

  'refused.no-source': { en: 'its text is not in this file', zh: '它的文本不在此文件中' },
  'refused.alias': { en: 'the whole service is written elsewhere (an alias or a merge)', zh: '整个服务写在别处（别名或合并）' },
  'refused.variable': { en: 'the text comes from a variable or an alias', zh: '文本来自变量或别名' },
  'refused.last-port': { en: 'no other port would be left in the list', zh: '列表中不会再剩下端口' },
  'refused.shared-list': { en: '{key} comes from a merge; a list of its own would hide it', zh: '{key} 来自合并键，另写一份会遮盖它' },
  'refused.config-inline': { en: 'its config.ini stands inside the Compose file ({path})', zh: '它的 config.ini 写在 Compose 文件里（{path}）' },
  'refused.config-shared': { en: '{service} reads the same config.ini ({path})', zh: '{service} 读取的是同一个 config.ini（{path}）' },
  'refused.no-config': { en: 'it has no config.ini at hand, and none can be made beside the file', zh: '没有可用的 config.ini，也无法在文件旁新建' },
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
  'dropped.file': { en: 'the fix was dropped: something else in {path} would have changed', zh: '修复已放弃：{path} 的其他内容会被改动' },
  'dropped.collision': { en: 'the fix was dropped: {services} would want the same host ports', zh: '修复已放弃：{services} 会占用相同的主机端口' },
  'dropped.untried': { en: 'the fix is not offered: {trials} trials did not tell which of the fixes of this project hold', zh: '不提供该修复：试了 {trials} 次，仍无法确定该项目的哪些修复成立' },
  'dropped.change': { en: 'the fix was dropped: something else of {service} would have changed', zh: '修复已放弃：{service} 的其他内容会被改动' },
  'dropped.finding': { en: 'the fix was dropped: the finding {rule} would have stayed', zh: '修复已放弃：问题 {rule} 依然存在' },
  'dropped.other-project': { en: '{path} reads the same text, and {service} there would change in another way', zh: '{path} 也读取同一段文本，其中的 {service} 会发生别的变化' },
  'dropped.suppressed': { en: 'the fix was dropped: it would change what a comment silences ({rule})', zh: '修复已放弃：会改动被注释抑制的内容（{rule}）' },
  'dropped.error': { en: 'the fix was dropped: a new error {rule} would have come', zh: '修复已放弃：会产生新的错误 {rule}' },

  'done.title.host': { en: '{setting} for {service}', zh: '{service} 改用 {setting}' },
  'done.title.host-opens': { en: '{setting} for {service}. Newly reachable from outside: {opens|all}', zh: '{service} 改用 {setting}。新暴露到外部的监听：{opens|all}' },
  'done.host.shifted-port': { en: '{entries}: clients use the container port from now on', zh: '{entries}：客户端从现在起使用容器端口' },
  'done.host.bound-address': { en: '{entries}: was bound to an address, is open on all of them now', zh: '{entries}：原先绑定在指定地址，现在对所有地址开放' },
  'done.host.ephemeral-port': { en: '{entries}: the engine picked the host port, now it is the container port', zh: '{entries}：原先由引擎挑选主机端口，现在就是容器端口' },
  'done.host.pool': { en: '{entries}: the engine picked one host port of a range, now it is the container port', zh: '{entries}：原先由引擎从范围中挑选，现在就是容器端口' },

  'after.saved': { en: 'Saved: {processes} docker-proxy processes, about {memory|size}, and {start|time} at every start{extrapolated|extrapolated}', zh: '节省：{processes} 个 docker-proxy 进程，约 {memory|size} 内存，每次启动 {start|time}{extrapolated|extrapolated}' },
  'after.saved-without-proxy': { en: 'Saved: about {memory|size}, and {start|time} at every start{extrapolated|extrapolated}', zh: '节省：约 {memory|size} 内存，每次启动 {start|time}{extrapolated|extrapolated}' },
  'after.same': { en: 'What is published is the same: nothing to do now', zh: '发布的端口不变，现在无需任何操作' },
  'after.close': { en: 'Set listeners that nobody uses to 0 in config.ini', zh: '无人使用的监听请在 config.ini 中设为 0' },
  'after.close-turn': { en: 'Set listeners that nobody uses to 0 in config.ini; 3478 is a TURN relay with a well-known default password', zh: '无人使用的监听请在 config.ini 中设为 0；3478 是 TURN 中继，默认密码众所周知' },
  'after.up': { en: 'Apply it: {command|command} (running streams drop for a moment)', zh: '生效：{command|command}（正在进行的流会中断片刻）' },
  'after.restart': { en: 'Let it read its settings again: {command|command}', zh: '让它重新读取配置：{command|command}' },
  'after.rerun': { en: 'Apply it: {command|command}, then run the new command (running streams drop for a moment)', zh: '生效：{command|command}，再执行新的命令（正在进行的流会中断片刻）' },
  'after.firewall': { en: 'Open in the firewall: {firewall|all}', zh: '在防火墙放行：{firewall|all}' },
  'after.look': { en: 'Look: {commands|command}', zh: '查看：{commands|command}' },

  'cost.now': { en: 'now', zh: '现在' },
  'cost.pairs': { en: 'pairs', zh: '端口对' },
  'cost.processes': { en: 'docker-proxy', zh: 'docker-proxy' },
  'cost.rules': { en: 'rules', zh: '规则' },
  'cost.memory': { en: 'memory', zh: '内存' },
  'cost.start': { en: 'start', zh: '启动' },
  'cost.stop': { en: 'stop', zh: '停止' },
  'cost.nothing': { en: 'no ZLMediaKit service here', zh: '这里没有 ZLMediaKit 服务' },
  'cost.not-measured': { en: 'What publishing ports costs on {engine|engine} is not measured.', zh: '在 {engine|engine} 上发布端口的开销没有实测数据。' },
  'cost.native': {
    en: 'no engine and no bridge in the way, the fastest of all; not measured',
    zh: '直接安装：没有引擎也没有网桥，最快；未实测，不给数字',
  },
  'cost.of-strategy': { en: '{strategy}: {outcome|said}', zh: '{strategy}：{outcome|said}' },
  'cost.fix-safe': { en: 'safe; this applies it:', zh: '安全，应用它：' },
  'cost.fix-unsafe': { en: 'not proven safe; this says why:', zh: '未能证明安全，原因见：' },
  'cost.fix-same': { en: 'changes nothing of the cost; this applies it:', zh: '不改变开销，应用它：' },
  'cost.fix-none': { en: 'no fix: {why|said}', zh: '无修复：{why|said}' },
  'cost.fix-by-hand': { en: 'no fix: {why|said}; this lists what to do by hand:', zh: '无修复：{why|said}；手动处理的事项见：' },
  'cost.fix-nothing': { en: 'nothing to change', zh: '无需改动' },
  'cost.hidden': {
    en: 'top shows none of this memory under {service}: now {inProcesses|size} is spread over {processes} docker-proxy processes of {each} kB each, {rest|size} is in the kernel and the engine.',
    zh: 'top 在 {service} 名下看不到以上内存：现在有 {inProcesses|size} 分散在 {processes} 个 docker-proxy 进程中（每个 {each} kB），{rest|size} 在内核和引擎里。',
  },
  'cost.hidden-kernel': { en: 'top shows none of this memory under {service}: it is in the kernel and the engine.', zh: 'top 在 {service} 名下看不到以上内存：它们在内核和引擎里。' },
  'cost.huge-pages': {
    en: 'With transparent huge pages always it is {memory|size}{extrapolated|extrapolated}: cat /sys/kernel/mm/transparent_hugepage/enabled tells what the host has, --huge-pages says it here.',
    zh: '透明大页为 always 时是 {memory|size}{extrapolated|extrapolated}：用 cat /sys/kernel/mm/transparent_hugepage/enabled 查看主机设置，用 --huge-pages 指定。',
  },
  'cost.huge-pages-unknown': {
    en: 'With transparent huge pages always it is several times as much; how much was not measured with this engine.',
    zh: '透明大页为 always 时要多出数倍；具体多少，这个引擎没有实测。',
  },
  'cost.unknown': { en: 'How many ports it publishes is not known, and so is what they cost.', zh: '发布多少端口未知，开销也就未知。' },
  'cost.anywhere': {
    en: '{pairs} pairs are on an address that is not known; they are counted as on every address, which takes twice as many processes as one of IPv4.',
    zh: '有 {pairs} 对绑定的地址未知，按所有地址计；若只绑定一个 IPv4 地址，进程数减半。',
  },
  'cost.at-least': { en: 'At least: how many ports some mapping publishes is not known.', zh: '以上为下限：有的映射发布多少端口未知。' },
  'cost.extrapolated': { en: '* extrapolated: more than the {pairs} pairs that were measured', zh: '* 外推值：超出实测的 {pairs} 对' },
  'cost.too-many': {
    en: '* extrapolated: more than the {pairs} pairs that were measured; and the default pid_max of 32,768 does not allow so many processes',
    zh: '* 外推值：超出实测的 {pairs} 对；而且默认的 pid_max 32,768 容不下这么多进程',
  },
  'cost.model': {
    en: 'Estimate, model {model}, fitted to {runs} runs of {engine} ({conditions}) on two cores with up to {pairs} pairs: processes and rules are exact; from 100 pairs on memory is within {memory}%, times within a factor of {time}.',
    zh: '估算（模型 {model}），依据 {engine}（{conditions}）在两核机器上、至多 {pairs} 对的 {runs} 次实测拟合：进程数和规则数准确；100 对以上内存误差 {memory}% 以内，时间误差 {time} 倍以内。',
  },
  'cost.model-nearest': {
    en: 'Estimate, model {model}, fitted to {runs} runs of {engine} ({conditions}) on two cores with up to {pairs} pairs, where memory is within {memory}% from 100 pairs on, times within a factor of {time}.',
    zh: '估算（模型 {model}），依据 {engine}（{conditions}）在两核机器上、至多 {pairs} 对的 {runs} 次实测拟合；对该引擎，100 对以上内存误差 {memory}% 以内，时间误差 {time} 倍以内。',
  },
  'cost.instead': { en: 'The engine that was asked for was not measured; these figures are those of the nearest one. It differs in: {differs|said}.', zh: '所指定的引擎没有实测，以上是最接近者的数字，差别在于：{differs|said}。' },
  'cost.differs-version': { en: 'version', zh: '版本' },
  'cost.differs-firewall': { en: 'firewall backend', zh: '防火墙后端' },
  'cost.differs-huge-pages': { en: 'huge pages', zh: '大页设置' },
  'cost.picture-title': { en: 'What publishing ports costs, estimated by zlm-lint', zh: 'zlm-lint 估算的端口发布开销' },
  'cost.picture-description': { en: 'Processes, memory and time of {services}, now and after each fix', zh: '{services} 的进程数、内存与时间：现在以及各种修复之后' },

  'report.fixed': { en: 'Fixed {path}: {title|said}', zh: '已修复 {path}：{title|said}' },
  'report.would-fix': { en: 'Would change {path}: {title|said}', zh: '将修改 {path}：{title|said}' },
  'report.change-with-it': { en: 'Not proven safe; look at these, and change them with it:', zh: '未能证明安全，请查看并一并修改：' },
  'report.left': { en: '{service} is left as it is.', zh: '{service} 保持原样。' },
  'report.left-cost': {
    en: '{service} is left as it is: {pairs|pairs}, {processes|proxies}, about {memory|size}, {start|time} to start{extrapolated|extrapolated}{figures|figures}.',
    zh: '{service} 保持原样：{pairs|pairs}，{processes|proxies}，约 {memory|size} 内存，启动 {start|time}{extrapolated|extrapolated}{figures|figures}。',
  },
  'report.still': {
    en: '{service} still publishes {pairs|pairs}: {processes|proxies}, about {memory|size}, {start|time} to start{extrapolated|extrapolated}{figures|figures}.',
    zh: '{service} 仍发布 {pairs|pairs}：{processes|proxies}，约 {memory|size} 内存，启动 {start|time}{extrapolated|extrapolated}{figures|figures}。',
  },
  'report.left-unmeasured': {
    en: '{service} is left as it is: {pairs|pairs}; what they cost on {engine|engine} is not measured.',
    zh: '{service} 保持原样：{pairs|pairs}，在 {engine|engine} 上的开销没有实测数据。',
  },
  'report.still-unmeasured': {
    en: '{service} still publishes {pairs|pairs}; what they cost on {engine|engine} is not measured.',
    zh: '{service} 仍发布 {pairs|pairs}，在 {engine|engine} 上的开销没有实测数据。',
  },
  'report.still-unknown': { en: '{service} still publishes ports; how many is not known.', zh: '{service} 仍发布端口，数量未知。' },
  'report.held-host': { en: 'host: not proven safe (--unsafe-fixes applies it all the same)', zh: 'host：未能证明安全（--unsafe-fixes 可强制应用）' },
  'report.held-minimal': { en: 'minimal: --fix --strategy minimal says what it would do', zh: 'minimal：--fix --strategy minimal 会说明它能做什么' },
  'report.held-merging': { en: 'minimal: not applied', zh: 'minimal：未应用' },
  'report.held-own': { en: 'not applied without --unsafe-fixes:', zh: '没有 --unsafe-fixes 时不会应用：' },
  'report.more': { en: '… and {more} more (--format json lists all)', zh: '……另有 {more} 项（--format json 列出全部）' },
  'report.command': { en: 'To apply it:', zh: '如需应用：' },
  'report.cost': {
    en: 'Cost of {service}, estimated: {least|atLeast}{memory|size}, {start|time} to start, {stop|time} to stop{extrapolated|extrapolated}; with host networking none.',
    zh: '{service} 的开销（估算）：{least|atLeast}{memory|size} 内存，启动 {start|time}，停止 {stop|time}{extrapolated|extrapolated}；主机网络则没有。',
  },
  'report.cost-command': { en: 'Compare the strategies:', zh: '比较各种策略：' },
  'report.at-line': { en: '{text|said} (line {line})', zh: '{text|said}（第 {line} 行）' },
  'report.at-file': { en: '{text|said} ({path}:{line})', zh: '{text|said}（{path}:{line}）' },
  'report.fix-safe': { en: 'Fix: {title|said}', zh: '修复：{title|said}' },
  'report.fix-unsafe': { en: 'Fix, not proven safe: {title|said}', zh: '修复（未能证明安全）：{title|said}' },
  'report.fix-same': { en: 'Fix: the same as for line {line}.', zh: '修复：同第 {line} 行。' },
  'report.fix-same-file': { en: 'Fix: the same as for {path}:{line}.', zh: '修复：同 {path}:{line}。' },
  'report.no-fix': { en: 'No fix: {why|said}', zh: '无修复：{why|said}' },
  'report.no-fix-by-hand': { en: 'No fix: {why|said}. zlm-lint --fix lists what to do by hand.', zh: '无修复：{why|said}。zlm-lint --fix 会列出需要手动处理的事项。' },
  'report.by-hand': { en: '{text|said}; by hand:', zh: '{text|said}；需手动处理：' },
  'report.page': { en: 'More: {command}', zh: '详情：{command}' },
  'report.why': { en: 'zlm-lint --fix says why.', zh: 'zlm-lint --fix 会说明原因。' },
  'report.clean': { en: 'No problems in {files}.', zh: '{files} 没有问题。' },
  'report.no-errors': { en: 'No errors in {files}.', zh: '{files} 没有错误。' },
  'report.files': { en: '{n} files', zh: '{n} 个文件' },
  'report.count': { en: 'Errors {errors}, warnings {warnings}, infos {infos}.', zh: '错误 {errors}，警告 {warnings}，提示 {infos}。' },
  'report.count-errors': { en: 'Errors {errors}.', zh: '错误 {errors}。' },
  'report.fixed-count': { en: 'Fixed {fixed}.', zh: '已修复 {fixed} 处。' },
  'report.suppressed': { en: 'Suppressed {suppressed}.', zh: '已抑制 {suppressed} 项。' },
  'report.fixable': { en: 'Fixes to apply: {fixable}.', zh: '可应用 {fixable} 项修复。' },
  'report.held-count': { en: 'Fixes not proven safe: {heldBack}.', zh: '{heldBack} 项修复未能证明安全。' },
};

/** Every sentence that is not a rule's message, by id. Putting them into one object takes longer than looking into three. */
export const catalogues: readonly Readonly<Record<string, Sentence>>[] = [ownSentences, hostSentences, publishedSentences, inspectSentences];

function sentenceOf(id: string): Sentence | undefined {
  return ownSentences[id] ?? hostSentences[id] ?? publishedSentences[id] ?? inspectSentences[id];
}

/** As `say`, in the words for what has been done where those are others. */
export function sayDone({ id, data = {} }: Words, language: Language): string {
  const done = sentenceOf(`done.${id}`);
  return done === undefined ? say({ id, data }, language) : fill(done, data, language);
}

/** The sentence of an id; the id itself stands where there is none, which a test rules out. */
export function say({ id, data = {} }: Words, language: Language): string {
  const sentence = sentenceOf(id);
  return sentence === undefined ? id : fill(sentence, data, language);
}
