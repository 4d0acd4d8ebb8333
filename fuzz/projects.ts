import { OPTIONS, type Input } from './input.ts';
import { PORTS } from './mutate-yaml.ts';
import type { Random } from './random.ts';

const IMAGES = ['zlmediakit/zlmediakit:master', 'panjjo/zlmediakit', '${IMAGE:-zlmediakit/zlmediakit}', 'nginx', '648540858/wvp_pro', 'redis:7'];
const WIDE = ['30000-30500:30000-30500', '"30000-30500:30000-30500/udp"', '30000-35000:30000-35000/udp', '"${RTP:-30000-30500}:${RTP:-30000-30500}"', '40000-40300:30000-30300/udp', '127.0.0.1:30000-30500:30000-30500', '30000-30001:30000-30001/udp', '20000-20300:20000-20300/tcp'];
/** Those that Docker Compose takes. */
const SOUND = PORTS.filter((port) => /^(?:"?(?:\d{2,5}-)?\d{2,5}:|"?127|"?\[::1\]:\d|\{ )/.test(port) && !/99999|65536|icmp/.test(port));

/** A project of several files that Docker Compose takes, in one of many forms. */
export function randomProject(random: Random): Input {
  const files = new Map<string, Buffer>();
  const put = (name: string, lines: readonly string[]): void => void files.set(name, Buffer.from(`${lines.join('\n')}\n`));
  const writer = new ProjectWriter(random);
  const base = writer.compose(1 + random.below(3));
  const main = random.pick(['compose.yaml', 'docker-compose.yml', 'docker-compose.yaml', 'compose.yml']);
  let paths: readonly string[] = random.chance(3) ? [main] : random.chance(4) ? ['.'] : [];
  if (random.chance(2)) put('.env', writer.env());
  if (random.chance(2)) put('config.ini', writer.ini());
  if (random.chance(4)) put('conf/config.ini', writer.ini());
  if (random.chance(3)) put(main.replace(/(?=\.ya?ml$)/, '.override'), writer.override());
  if (random.chance(4)) {
    put('part.yml', writer.compose(1, 'part'));
    base.push('include:', ...random.pick([['  - part.yml'], ['  - path: part.yml'], ['  - path: [part.yml]', '    project_directory: .']]));
  }
  if (random.chance(4)) {
    put('common.yml', writer.compose(1, 'common'));
    base.splice(base.indexOf('services:') + 1, 0, '  lent:', '    extends:', '      file: common.yml', '      service: common0', ...(random.chance(2) ? ['    ports:', `      - ${random.pick(WIDE)}`] : []));
  }
  if (random.chance(6)) {
    put('more.yml', writer.override());
    paths = ['-f', main, '-f', 'more.yml'];
  }
  if (random.chance(5)) {
    put('start.sh', writer.script());
    if (random.chance(2)) paths = [...(paths.includes('-f') ? [] : paths), 'start.sh'].filter((path) => path !== '-f');
  }
  put(main, base);
  return { files, options: random.pick(OPTIONS), paths };
}

class ProjectWriter {
  constructor(private readonly random: Random) {}

  compose(services: number, name = 's'): string[] {
    const lines: string[] = [];
    const { random } = this;
    const isLent = random.chance(4);
    if (isLent) lines.push('x-ports: &ports', ...this.ports('  ', 3), 'x-base: &base', '  restart: always');
    if (random.chance(3)) lines.push('# 摄像头 🎥');
    lines.push('services:');
    for (let index = 0; index < services; index++) lines.push(`  ${name}${index}:`, ...random.shuffled(this.service(index, name, isLent)).flat());
    if (random.chance(2)) lines.push('networks:', '  media: {}', '  spare:', '    driver: bridge');
    else lines.push('networks: { media: {}, spare: }');
    return lines;
  }

  private service(index: number, name: string, isLent: boolean): string[][] {
    const { random } = this;
    const some = (oneIn: number, ...lines: string[]): string[][] => (random.chance(oneIn) ? [lines] : []);
    return [
      [`    image: ${index === 0 ? IMAGES[random.below(3)] : random.pick(IMAGES)}${this.comment()}`],
      ...(random.chance(6) ? [] : isLent && random.chance(2) ? [['    ports: *ports']] : [random.chance(5) ? [`    ports: [${this.entries(3).join(', ')}]`] : ['    ports:' + this.comment(), ...this.ports('      ', 5)]]),
      ...(isLent ? some(2, '    <<: *base') : []),
      ...some(6, `    network_mode: ${random.pick(['bridge', 'host', '"bridge"', `service:${name}0`])}`),
      ...some(5, ...random.pick([['    networks:', '      - media'], ['    networks: [media, spare]'], ['    networks:', '      media:', '        aliases: [zlm]']])),
      ...some(3, '    volumes:', `      - ${random.pick(['./config.ini:/opt/media/conf/config.ini', './conf:/opt/media/conf:ro', '/srv/media:/opt/media'])}${this.comment()}`),
      ...some(3, '    environment:', `      ${random.pick(['MEDIA_HOST: s0', 'ZLM_URL: "http://s0:80/index"', 'HOST_IP: ${HOST_IP:-127.0.0.1}', 'A: "8080"', 'PORT_RANGE: "30000-30500"'])}`),
      ...some(6, '    command: ["./MediaServer", "-c", "/opt/media/conf/config.ini"]'),
      ...some(8, '    healthcheck:', '      test: curl -f http://localhost:80/ || exit 1'),
      ...some(8, '    deploy: { resources: { limits: { memory: 2G } } }'),
      ...some(8, '    profiles: [media]'),
      ...some(8, '    extra_hosts: ["a:10.0.0.1"]'),
      ...(index > 0 ? some(4, `    depends_on: [${name}0]`) : []),
      ...some(8, '    # a comment of its own'),
    ];
  }

  private entries(most: number): string[] {
    const { random } = this;
    const entries = Array.from({ length: 1 + random.below(most) }, () => random.pick(random.chance(3) ? WIDE : SOUND));
    return [...new Set(entries)];
  }

  private ports(indent: string, most: number): string[] {
    return this.entries(most).flatMap((entry) => [...(this.random.chance(6) ? [`${indent}# above ${entry}`] : []), `${indent}- ${entry}${this.comment()}`]);
  }

  private comment(): string {
    return this.random.chance(5) ? ` # ${this.random.pick(['why', '端口', 'zlm-lint-disable-line', 'é'])}` : '';
  }

  override(): string[] {
    const { random } = this;
    return ['services:', '  s0:', ...random.pick([['    ports:', ...this.ports('      ', 3)], ['    ports: !override', ...this.ports('      ', 2)], ['    ports: !reset []'], ['    network_mode: host', '    ports: !reset null'], ['    environment: { A: "1" }'], ['    restart: always']])];
  }

  env(): string[] {
    const { random } = this;
    return random.shuffled(['RTP=30000-30500', 'P=9000', `IMAGE=${random.pick(IMAGES.filter((image) => !image.startsWith('$')))}`, '# why', 'HOST_IP="192.168.1.10"', `RTP=${random.pick(['30000-30100', '$P', '30000-35000'])}`]).slice(random.below(3));
  }

  ini(): string[] {
    const { random } = this;
    const sections = [
      ['[rtp_proxy]', `port_range=${random.pick(['30000-30500', '30000-35000', '30100-30300', '20000-20300'])}`, 'port=10000'],
      ['[rtc]', 'port=8000', `externIP=${random.pick(['', '192.168.1.10', 's0'])}`],
      ['[http]', `port=${random.pick(['80', '8080'])}`, '; why', 'sslport=443'],
      ['[api]', 'secret=abcdef'],
      ['[hook]', 'enable=1', 'on_publish=http://s1:8080/hook'],
    ];
    return random.shuffled(sections).slice(random.below(3)).flat();
  }

  script(): string[] {
    const { random } = this;
    const flags = [...this.entries(5).filter((entry) => !entry.startsWith('{')).map((entry) => `-p ${entry}`), '-d', '--name zlm', ...(random.chance(3) ? ['-v $PWD/config.ini:/opt/media/conf/config.ini'] : [])];
    const words = ['docker run', ...random.shuffled(flags), 'zlmediakit/zlmediakit:master'];
    return ['#!/bin/sh', '# starts it', 'RTP=30000-30500', words.join(random.pick([' ', ' \\\n  ', '  ']))];
  }
}
