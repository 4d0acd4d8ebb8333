import { describe, expect, it } from 'vitest';
import { entersOwnDirectory } from '../../../src/load/run/own-directory.ts';

const RUN = 'docker run -v ./config.ini:/opt/media/conf/config.ini zlmediakit/zlmediakit:master\n';

describe('a script goes to its own directory', () => {
  it.each([
    'cd "$(dirname "$0")"',
    'cd $(dirname $0)',
    'cd -- "$(dirname -- "$0")"',
    'cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1',
    'cd "${0%/*}"',
    '#!/bin/sh\n# Starts it\nset -eu\nNAME=zlm\ncd "$(dirname "$0")"',
  ])('%j', (head) => {
    expect(entersOwnDirectory('start.sh', `${head}\n${RUN}`)).toBe(true);
  });

  it('whose name does not say that it is one', () => {
    expect(entersOwnDirectory('start', `#!/bin/sh\ncd "$(dirname "$0")"\n${RUN}`)).toBe(true);
  });
});

describe('a script does not, or not for sure', () => {
  it.each([
    '',
    'cd /srv/zlm',
    'cd "$(dirname "$0")/.."',
    'cd "$(dirname "$1")"',
    'cd "$(dirname "$0")"\ncd conf',
    'mkdir x && pushd x\ncd "$(dirname "$0")"',
    'if true; then\ncd "$(dirname "$0")"\nfi',
    'go() {\n  cd "$(dirname "$0")"\n}',
    '# cd "$(dirname "$0")"',
    'cd "$(dirname "$0")"\nssh host <<EOF',
  ])('%j', (head) => {
    expect(entersOwnDirectory('start.sh', `${head}\n${RUN}`)).toBe(false);
  });

  it('when it is a document', () => {
    expect(entersOwnDirectory('README.md', `cd "$(dirname "$0")"\n${RUN}`)).toBe(false);
  });
});
