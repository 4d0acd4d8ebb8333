import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { found, shown } from './checker.ts';

describe('YAML', () => {
  it.each<[string, string[], string]>([
    ['jobs:\n  a:\n    steps:\n      - run: |\n          docker run \\\n            x\n          docker ps\n', ['sh docker run \\\n  x\ndocker ps\n'], ''],
    ['run: |\r\n  docker run \\\r\n    x\r\n\r\n  a\r\n', ['sh docker run \\\n  x\n\na\n'], ''],
    ['run: |2-  # c\n    docker run x\n   y', ['sh   docker run x\n y'], ''],
    ['run: >-\n  docker run\n  -p 80:80\n\n  x\n', ['sh docker run -p 80:80\nx'], ''],
    ['run: docker run -p 80:80 x # c', ['sh docker run -p 80:80 x'], ''],
    ['run: docker run\n  -p 80:80 x\n', ['sh docker run -p 80:80 x'], ' '],
    ['run: "docker run -e \\"A\\" \\\n  x\\ny"', ['sh docker run -e "A" x\ny'], '\n'],
    ["run: 'docker run -e A=''b'' x'", ["sh docker run -e A='b' x"], ''],
    ['script:\n  - P=80\n  - docker run -p $P:80 x\n  - [a, b]\n', ['sh P=80\ndocker run -p $P:80 x\na\nb\n'], '\n\n'],
    ['command: ["sh", "-c", "docker run x"]', ['sh docker run x'], ''],
    ['command: [docker, run, -p, "80:80", "a b", \'c\', "$d", x]', ['sh docker run -p "80:80" "a b" \'c\' ${_} x '], '     ${_}  '],
    ['args:\n  - docker\n  - run\n  - x\n', ['sh docker run x '], '  '],
    ['- shell: docker run {{ image }}\n- docker_container: {}\n', ['sh docker run ${________}'], '$________'],
    ['run: docker run -p ${{ env.P }}:80 x', ['sh docker run -p ${_________}:80 x'], '_________'],
    ["run: docker run -e 'A=${{ a }}' -e 'B' x", ["sh docker run -e \"A=${_____}\" -e 'B' x"], '"_____"'],
    ['steps:\n  - run: docker run x `\n    shell: pwsh\n  - run: docker run y\n    shell: cmd\n', ['powershell docker run x `', 'cmd docker run y'], ''],
    ['run: |\n  docker run `\n    x\n', ['powershell docker run `\n  x\n'], ''],
    ['a: &a docker run x\nrun: *a\n', ['sh docker run x'], ''],
    ['.a: &a\n  - docker run x\nb:\n  script: *a\nc:\n  script: [*a, docker run y]\n', ['sh docker run x\n', 'sh docker run y\n'], '\n'],
    ['services:\n  zlm: #docker run -p 80:80 x\n', ['sh? docker run -p 80:80 x'], ''],
    ['a: [\n# docker run -p 80:80 x\n', ['sh? docker run -p 80:80 x'], ''],
    ['---\nrun: docker run a\n---\nrun: docker run b\n', ['sh docker run a', 'sh docker run b'], ''],
    ['\uFEFFrun: docker run a\n', ['sh docker run a'], ''],
    ['name: docker\n', [], ''],
  ])('%j', (source, expected, filled) => {
    const { texts, replaced } = found('ci.yml', source);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced.replaceAll(' ', '')).toBe(filled.replaceAll(' ', ''));
  });

  it('reads what YAML reads', () => {
    const word = fc.constantFrom('a', "'b'", '"c d"', '\\', '\\\n', '\n', '\n\n', ' ', '  ', '\t', ':', '#', ' # e', '- ', 'é', '中', '\u0007', '😀', '$X', '|', '&');
    const script = fc.array(word, { maxLength: 20 }).map((words) => `docker ${words.join('')}`);
    const style = fc.constantFrom('QUOTE_DOUBLE', 'QUOTE_SINGLE', 'PLAIN', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    fc.assert(
      fc.property(script, style, fc.constantFrom(20, 80, 0), fc.boolean(), (run, defaultStringType, lineWidth, windows) => {
        const yaml = stringify({ a: [{ run }] }, { defaultStringType, lineWidth, defaultKeyType: 'PLAIN' });
        const { texts } = found('ci.yml', windows ? yaml.replaceAll('\n', '\r\n') : yaml);
        const { a } = parse(yaml) as { a: { run: string }[] };
        expect(texts[0]?.text).toBe(a[0]?.run);
      }),
      { numRuns: 300 },
    );
  });
});
