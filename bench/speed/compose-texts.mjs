// Compose files as people write them for ZLMediaKit, in any size. Nothing is drawn by lot: the same figures make the same bytes.

const lines = (...parts) => parts.flat(Infinity).map((line) => `${line}\n`).join('');
const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** From 10,000 on, round and round: a host has no more ports. */
const port = (index) => 10_000 + (index % 50_000);
const mapping = (index, protocol) => `      - "${port(index)}:${port(index)}${protocol}"`;

/** One ZLMediaKit, as its README starts it; `shift` keeps two files from being the same bytes. */
export function zlmFile(shift = 0) {
  return lines(
    'services:',
    '  zlm:',
    '    image: zlmediakit/zlmediakit:master',
    `    container_name: zlm-${shift}`,
    '    restart: unless-stopped',
    '    ports:',
    `      - "${1935 + shift}:1935"`,
    `      - "${5540 + shift}:554"`,
    `      - "${8080 + shift}:80"`,
    `      - "${10_000 + shift}:10000"`,
    `      - "${10_000 + shift}:10000/udp"`,
    '      - "30000-30500:30000-30500/udp"',
    '    volumes:',
    '      - ./conf/config.ini:/opt/media/conf/config.ini',
    '      - ./record:/opt/media/bin/www/record',
    '    environment:',
    '      TZ: Asia/Shanghai',
  );
}

/** The four that share a site: every fourth service is ZLMediaKit. */
const site = [
  ['zlm', 'zlmediakit/zlmediakit:master'],
  ['wvp', 'registry.cn-shanghai.aliyuncs.com/media/wvp-pro:2.7.3'],
  ['srs', 'registry.cn-shanghai.aliyuncs.com/ossrs/srs:5'],
  ['gateway', 'nginx:1.27-alpine'],
];

function service(index, ports) {
  const [name, image] = site[index % site.length];
  const number = Math.floor(index / site.length);
  return [`  ${name}-${number}:`, `    image: ${image}`, `    container_name: ${name}-of-site-${number}`, '    restart: unless-stopped', '    environment:', '      TZ: Asia/Shanghai', '    ports:', list(ports, (each) => mapping(index * ports + each, each % 2 === 0 ? '/udp' : ''))];
}

/** Sites of ZLMediaKit, WVP, SRS and nginx, each of them with so many published ports. */
export function sitesFile(services, ports) {
  return lines('services:', list(services, (index) => service(index, ports)));
}

/** One ZLMediaKit and one neighbour with so many single ports each. */
export const portsFile = (ports) => sitesFile(2, ports);

/** One range of so many ports, for tcp and for udp. */
export function rangeFile(width) {
  const range = `1024-${1023 + width}:1024-${1023 + width}`;
  return lines('services:', '  zlm:', '    image: zlmediakit/zlmediakit:master', '    ports:', `      - "${range}"`, `      - "${range}/udp"`);
}

/** Each service refers to two anchors: what all have in common, and the list of ports of one kind. */
export function aliasesFile(aliases) {
  return lines(
    'x-common: &common',
    '  restart: unless-stopped',
    '  environment:',
    '    TZ: Asia/Shanghai',
    'x-ports: &ports',
    '  - "554"',
    '  - "1935"',
    '  - "10000/udp"',
    'services:',
    list(Math.ceil(aliases / 2), (index) => {
      const [name, image] = site[index % site.length];
      return [`  ${name}-${index}:`, '    <<: *common', `    image: ${image}`, '    ports: *ports'];
    }),
  );
}

const others = [
  ['blog', 'wordpress:6.6', 'mysql', 'mysql:8.4', '8080:80'],
  ['shop', 'php:8.3-apache', 'cache', 'redis:7.4-alpine', '8090:80'],
  ['wiki', 'requarks/wiki:2', 'database', 'postgres:16', '3000:3000'],
  ['metrics', 'grafana/grafana:11.2.0', 'prometheus', 'prom/prometheus:v2.54.1', '3001:3000'],
];

/** What most projects are: an application and its database, and no ZLMediaKit. */
export function otherFile(shift) {
  const [name, image, database, databaseImage, published] = others[shift % others.length];
  return lines(
    'services:',
    `  ${name}:`,
    `    image: ${image}`,
    `    container_name: ${name}-${shift}`,
    '    restart: unless-stopped',
    '    ports:',
    `      - "${published}"`,
    '    environment:',
    `      DATABASE_HOST: ${database}`,
    '    depends_on:',
    `      - ${database}`,
    `  ${database}:`,
    `    image: ${databaseImage}`,
    '    restart: unless-stopped',
    '    volumes:',
    `      - ${database}-data:/data`,
    'volumes:',
    `  ${database}-data: {}`,
  );
}

/** A file that includes so many others, and those, by path. */
export function includingFiles(count) {
  const names = list(count, (index) => `site-${index}.yml`);
  return {
    'docker-compose.yml': lines('include:', names.map((name) => `  - ${name}`), 'services:', '  web:', '    image: nginx:1.27-alpine'),
    ...Object.fromEntries(names.map((name, index) => [name, lines('services:', service(index, 4))])),
  };
}

/** A base file and so many that are laid over it, each with ports and a variable of one service. */
export function overrideFiles(count) {
  const names = list(count, (index) => `override-${index}.yml`);
  return {
    'docker-compose.yml': zlmFile(),
    ...Object.fromEntries(names.map((name, index) => [name, lines('services:', '  zlm:', '    environment:', `      SITE_${index}: "${index}"`, '    ports:', list(4, (each) => mapping(index * 4 + each, '/udp')))])),
  };
}
