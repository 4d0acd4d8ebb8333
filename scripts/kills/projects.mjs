// Projects of several files, of which a fix changes most and makes one.

const compose = `services:
  zlm:
    image: zlmediakit/zlmediakit:master
    ports:
      - "1935:1935"
      - "30000-30500:30000-30500/udp"
    volumes:
      - ./zlm/config.ini:/opt/media/conf/config.ini
  second:
    image: zlmediakit/zlmediakit:master
    ports:
      - "1936:1935"
      - "31000-31500:31000-31500/udp"
`;
const override = `services:
  zlm:
    ports:
      - "8080:80"
      - "8081:81"
      - "8082:82"
      - "30000-30500:30000-30500"
`;

/** By name: the options of the fix, the files before it, and which of them it changes or makes. */
export const projects = {
  narrowed: {
    words: ['--fix', '--unsafe-fixes', '--strategy', 'minimal'],
    files: {
      'docker-compose.yml': compose,
      'docker-compose.override.yml': override,
      'zlm/config.ini': '[rtp_proxy]\nport=10000\nport_range=30000-30500\n',
      '.env': 'TZ=Asia/Shanghai\n',
    },
    changed: ['docker-compose.yml', 'docker-compose.override.yml', 'zlm/config.ini', 'config.ini'],
  },
  moved: {
    words: ['--fix', '--unsafe-fixes', '--strategy', 'host'],
    files: {
      'docker-compose.yml': 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    network_mode: "${NET:-bridge}"\n    ports: ["1935:1935"]\n',
      'docker-compose.override.yml': 'services:\n  zlm:\n    ports:\n      - "8080:80"\n',
      '.env': 'export NET="bridge" # or host\n',
    },
    changed: ['docker-compose.yml', 'docker-compose.override.yml', '.env', 'config.ini'],
  },
};
