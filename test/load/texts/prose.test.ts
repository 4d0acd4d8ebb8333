import { describe, expect, it } from 'vitest';
import { found, shown } from './checker.ts';

describe('documentation', () => {
  it.each<[string, string[]]>([
    ['docker run -id -p 80:80 a/b:c', ['sh? docker run -id -p 80:80 a/b:c']],
    ['Use docker run zlm/zlm:1, then wait.', ['sh? docker run zlm/zlm:1']],
    ['Start it: docker run -d x.', ['sh? docker run -d x']],
    ['Try docker run -d x. Then wait.', ['sh? docker run -d x']],
    ['docker run is a command. See docker run(1) and "docker run".', []],
    ['sudo docker run zlm', ['sh? sudo docker run zlm']],
    ['先执行 docker run -d x，然后执行docker run -d y。完成', ['sh? docker run -d x', 'sh? docker run -d y']],
    ['A=1 sudo -E /usr/bin/docker run -d x', ['sh? A=1 sudo -E /usr/bin/docker run -d x']],
    ['docker -H tcp://a:1 --tls container run -d x', ['sh? docker -H tcp://a:1 --tls container run -d x']],
    ['podman create -d x && nerdctl run -d y', ['sh? podman create -d x && nerdctl run -d y']],
    ['my-docker run -d x; docker-compose run -d y; docker compose run -d z; docker network create -d x', []],
    ['# docker run -d \\\n#   -p 80:80 \\\n#   x\n# more', ['sh? docker run -d \\\n   -p 80:80 \\\n   x']],
    [' * docker run -d \\\n *   x\n */', ['sh? docker run -d \\\n   x']],
    ['-- docker run -d \\\n--   --name a x', ['sh? docker run -d \\\n   --name a x']],
    ['rem docker run -d ^\r\nrem   x', ['cmd? docker run -d ^\n   x']],
    ['docker run -d `\n  -p 80:80 `\n  x\n', ['powershell? docker run -d `\n  -p 80:80 `\n  x']],
    ['docker run -d \\\\\n  x', ['sh? docker run -d \\\n  x']],
    ['docker run -d \\  # why\n  x', ['sh? docker run -d \\  # why\n  x']],
    ['docker run -d \n  -p 80:80\nNext', ['sh? docker run -d \n  -p 80:80']],
    ['docker run -d x\n\n-p 80:80', ['sh? docker run -d x']],
    ['"docker run -e A=\'b c\' x" starts', ["sh? docker run -e A='b c' x"]],
    ["It doesn't docker run -e A='b' x", ["sh? docker run -e A='b' x"]],
    ['(docker run -v $(pwd):/x -v ${PWD}:/y x)', ['sh? docker run -v $(pwd):/x -v ${PWD}:/y x']],
    ['docker run -e "A=。" x', ['sh? docker run -e "A=。" x']],
    ['docker run -e A="b\n  c" x', ['sh? docker run -e A="b']],
  ])('%j', (source, expected) => {
    const { texts, replaced } = found('info.txt', source);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced).toBe('');
  });

  it.each<[string, string]>([
    ['docker run -d \n  -p 80:80\n  a/b:c\nNext', 'docker run -d \n  -p 80:80   a/b:c'],
    ['docker run -d -p\n  80:80 -p 81:81\n  a/b:c\n', 'docker run -d -p   80:80 -p 81:81   a/b:c'],
  ])('unwraps %j', (source, expected) => {
    const { texts, replaced } = found('info.txt', source);
    expect(texts.map(({ text }) => text)).toEqual([expected]);
    expect(replaced.trim()).toBe('');
  });

  it.each<[string, string, string[]]>([
    ['a.html', '<code>docker run -d x</code> <pre>docker run -d y</pre>', ['sh? docker run -d x', 'sh? docker run -d y']],
    ['a.html', '<p>docker run -d a &amp;&amp; b<br>c</p>', ['sh? docker run -d a &amp;&amp; b']],
    ['a.rst', '.. code::\n\n   docker run -d \\\n       k:|V|\n', ['sh? docker run -d \\\n       k:|V|']],
    ['a.adoc', '----\ndocker run <options> x\n----\n', ['sh? docker run <options> x']],
    ['a.tex', '\\verb|docker run -d x|', ['sh? docker run -d x|']],
  ])('%s %j', (file, source, expected) => {
    const { texts, replaced } = found(file, source);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced).toBe('');
  });
});

describe('code', () => {
  it.each<[string, string, string[], string]>([
    ['package.json', '"docker:run": "docker run -d -e A=\\"b c\\" x",', ['sh? docker run -d -e A="b c" x'], ''],
    ['a.js', "'sudo docker run -d \\\n--network=\"host\" \\\nx';", ['sh? sudo docker run -d \\\n--network="host" \\\nx'], ''],
    ['a.js', '"docker run -d " +\n  "-p 80:80 " + // c\n  "x";', ['sh? docker run -d -p 80:80 x'], ''],
    ['a.py', '("docker run -d "\n "x")', ['sh? docker run -d x'], ''],
    ['a.js', '"docker run -p " + port + ":80 x"', ['sh? docker run -p ${_________}:80 x'], '${_________}'],
    ['a.js', '"docker run -d " + image)', ['sh? docker run -d ${______}'], '${______}'],
    ['a.js', '`docker run -p ${port}:80 ${a.b()} x`', ['sh? docker run -p ${port}:80 ${_____} x'], '_____'],
    ['a.rb', '"docker run -p #{port}:80 x"', ['sh? docker run -p ${____}:80 x'], '$____'],
    ['a.go', 'fmt.Sprintf("docker run -p %d:80 %s", p, i)', ['sh? docker run -p $_:80 $_'], '$_$_'],
    ['a.js', '// docker run -d \\\n//   x', ['sh? docker run -d \\\n   x'], ''],
    ['a.js', '"docker run -d x\\ndocker run -d y"', ['sh? docker run -d x\ndocker run -d y'], '\n'],
    ['a.js', '["docker run -d x", "docker run -d y"]', ['sh? docker run -d x', 'sh? docker run -d y'], ''],
  ])('%s %j', (file, source, expected, filled) => {
    const { texts, replaced } = found(file, source);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced).toBe(filled);
  });
});
