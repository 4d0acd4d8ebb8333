import type { Sentence } from '../../report/language.ts';

/** Why `zlm-lint inspect` could not look, and what to do. */
export const inspectErrors: Readonly<Record<string, Sentence>> = {
  'docker-missing': {
    en: '{program} is not there; install the docker command, name it in DOCKER_CLI, or bring its output: docker inspect NAME | zlm-lint inspect -',
    zh: '找不到 {program}；请安装 docker 命令或用 DOCKER_CLI 指定，也可以提供其输出：docker inspect NAME | zlm-lint inspect -',
  },
  'docker-not-executable': { en: '{program} cannot be started (permission denied); DOCKER_CLI names another', zh: '{program} 无法执行（没有权限）；可用 DOCKER_CLI 指定其他命令' },
  'docker-permission': {
    en: 'this user may not speak to the engine; try sudo zlm-lint inspect, or be in the group docker ({reason})',
    zh: '当前用户无权访问引擎；请用 sudo zlm-lint inspect，或加入 docker 组（{reason}）',
  },
  'docker-not-running': { en: 'no engine answers; start it, or set DOCKER_HOST or docker context to one that runs ({reason})', zh: '引擎没有应答；请启动它，或用 DOCKER_HOST、docker context 指向运行中的引擎（{reason}）' },
  'docker-failed': { en: 'docker refused: {reason}', zh: 'docker 拒绝了请求：{reason}' },
  'docker-slow': { en: 'no answer to {command} within {seconds} s; try again once the engine has less to do', zh: '{command} 在 {seconds} 秒内没有应答；请等引擎空闲后再试' },
  'docker-unreadable': { en: '{command} did not print what was asked for; DOCKER_CLI names another docker command', zh: '{command} 的输出不符合要求；可用 DOCKER_CLI 指定其他 docker 命令' },
  'no-proc': { en: 'there is no /proc here, so processes and memory are not seen; mount it, or run zlm-lint on the host of the engine', zh: '此处没有 /proc，看不到进程和内存；请挂载它，或在引擎所在的主机上运行 zlm-lint' },
  'no-such-container': { en: 'no such container; docker ps -a lists them', zh: '没有这个容器；docker ps -a 可列出全部容器' },
  'container-gone': { en: 'this container went away while it was looked at; run zlm-lint inspect again', zh: '查看期间该容器已消失；请重新运行 zlm-lint inspect' },
  'no-container-name': { en: 'is no name of a container; a file has a / in it or ends in .json, - is standard input', zh: '不是容器名；文件名须含 / 或以 .json 结尾，- 表示标准输入' },
  'inspect-mixed': { en: 'files and containers are looked at one or the other at a time', zh: '文件和容器不能一次同时查看' },
  'inspect-not-json': { en: 'is no JSON ({reason}); it takes what docker inspect NAME prints', zh: '不是 JSON（{reason}）；需要 docker inspect NAME 的输出' },
  'inspect-empty': { en: 'holds no container; it takes what docker inspect NAME prints', zh: '其中没有容器；需要 docker inspect NAME 的输出' },
  'inspect-image': { en: 'describes an image, not a container; it takes what docker inspect NAME prints of a container', zh: '描述的是镜像而不是容器；需要 docker inspect NAME 输出的容器信息' },
  'inspect-network': { en: 'describes a network, not a container; it takes what docker inspect NAME prints of a container', zh: '描述的是网络而不是容器；需要 docker inspect NAME 输出的容器信息' },
  'inspect-volume': { en: 'describes a volume, not a container; it takes what docker inspect NAME prints of a container', zh: '描述的是数据卷而不是容器；需要 docker inspect NAME 输出的容器信息' },
  'inspect-other': { en: 'describes no container; it takes what docker inspect NAME prints', zh: '描述的不是容器；需要 docker inspect NAME 的输出' },
  'inspect-shape-text': { en: 'is not as docker inspect prints it: {key} is no text', zh: '与 docker inspect 的输出不符：{key} 不是文本' },
  'inspect-shape-number': { en: 'is not as docker inspect prints it: {key} is no number', zh: '与 docker inspect 的输出不符：{key} 不是数字' },
  'inspect-shape-boolean': { en: 'is not as docker inspect prints it: {key} is neither true nor false', zh: '与 docker inspect 的输出不符：{key} 既不是 true 也不是 false' },
  'inspect-shape-list': { en: 'is not as docker inspect prints it: {key} is no list', zh: '与 docker inspect 的输出不符：{key} 不是列表' },
  'inspect-shape-object': { en: 'is not as docker inspect prints it: {key} is no object', zh: '与 docker inspect 的输出不符：{key} 不是对象' },
};
