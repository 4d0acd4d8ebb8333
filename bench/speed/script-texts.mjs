// Shell scripts as they lie beside a deployment, in any size.

/** One command and one here-document to so many blocks. */
const BLOCKS = 20;

const hereDocument = (index) => `cat > "$site_${index}/conf/cron" <<'EOF'
# keeps one week of records
15 3 * * * find /srv/media/site-${index}/record -type f -mtime +7 -delete
EOF

`;

/** What stands between the commands that matter: 22 lines of an ordinary script. */
const block = (index) => `
# ---- step ${index}: prepare the directories of site ${index}
site_${index}=/srv/media/site-${index}
if [ ! -d "$site_${index}" ]; then
  mkdir -p "$site_${index}/conf" "$site_${index}/record"
  chmod 750 "$site_${index}" || exit 1
fi

prepare_${index}() {
  local name=$1 file
  for file in "$site_${index}"/conf/*.ini; do
    [ -e "$file" ] || continue
    sed -i "s/^secret=.*/secret=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \\n')/" "$file"
    echo "prepared $file for $name" >> /var/log/media-setup.log
  done
}

${index % BLOCKS === 0 ? hereDocument(index) : ''}case "\${STAGE:-production}" in
  production) prepare_${index} "site ${index}" ;;
  *) echo "site ${index}: nothing to do in \${STAGE}" ;;
esac
`;

export const runLine = (index) => `docker run -d --name zlm-${index} --restart unless-stopped -p ${1935 + index}:1935 -p ${10_000 + index}:10000/udp -p 30000-30500:30000-30500/udp -v /srv/media/site-${index}:/opt/media/conf zlmediakit/zlmediakit:master\n`;

const HEAD = '#!/bin/bash\nset -eu\n';

/** A script of about so many bytes, with a `docker run` of ZLMediaKit among every 450 lines. */
export function scriptText(bytes) {
  const parts = [HEAD];
  for (let size = HEAD.length, index = 0; size < bytes; index++) {
    const part = index % BLOCKS === 0 ? block(index) + runLine(index / BLOCKS) : block(index);
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}

/** So many `docker run` lines and nothing else. */
export function runLinesText(count) {
  return HEAD + Array.from({ length: count }, (_, index) => runLine(index)).join('');
}
