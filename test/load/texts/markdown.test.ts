import { expect, it } from 'vitest';
import { found, shown } from './checker.ts';

it.each<[string, string[]]>([
  // Fences.
  ['```bash\nX=1\ndocker run x\n```\ndocker run', ['sh? X=1\ndocker run x\n']],
  ['~~~\ndocker run x\n```\n~~~', ['sh? docker run x\n```\n']],
  ['````sh\ndocker run x\n```\n````', ['sh? docker run x\n```\n']],
  ['```sh\r\ndocker run \\\r\n  x\r\n```\r\n', ['sh? docker run \\\n  x\n']],
  ['```{.bash title="a"}\ndocker run x\n```', ['sh? docker run x\n']],
  ['```shell script\ndocker run x\n```', ['sh? docker run x\n']],
  ['```bash\ndocker run x', ['sh? docker run x']],
  ['1. a\n   ```\n   docker run x\n\n   # c\n   ```\n', ['sh? docker run x\n\n# c\n']],
  ['- ```bash\n  docker run x\n  ```', ['sh? docker run x\n']],
  ['> ```bash\n> docker run \\\n>   x\n> ```', ['sh? docker run \\\n  x\n']],
  ['> ```bash\n> docker run x\nafter', ['sh? docker run x\n']],
  ['> - ```\n>   docker run x\n>   ```', ['sh? docker run x\n']],
  ['    ```\n    docker run x\n    ```', ['sh? docker run x\n']],
  ['```bat\ndocker run x\n```', ['cmd? docker run x\n']],
  ['```PowerShell\ndocker run x\n```', ['powershell? docker run x\n']],
  ['```\ndocker run -d `\n  x\n```', ['powershell? docker run -d `\n  x\n']],
  ['```bash\ndocker run -d ^\n  x\n```', ['cmd? docker run -d ^\n  x\n']],
  ['```\ndocker run -v %cd%:/x x\n```', ['cmd? docker run -v %cd%:/x x\n']],
  ['```\ndocker run -v ${env:HOME}:/x x\n```', ['powershell? docker run -v ${env:HOME}:/x x\n']],
  ['```js\nrun("docker run x/y")\n```\n```json\n{"a": "docker run x/y"}\n```', []],
  ['```yaml\nscript:\n  - docker run x\n```', ['sh docker run x\n']],
  ['> ```yaml\n> run: |\n>   docker run \\\n>     x\n> ```', ['sh docker run \\\n  x\n']],
  ['```yaml\nservices:\n  a: # docker run -p 80:80 x\n```', ['sh? docker run -p 80:80 x']],
  ['```make\nx:\n\tdocker run x\n```', ['sh docker run x\n']],
  ['```text\nDon\'t use docker run x/y here.\n```', ['sh? docker run x/y here']],
  ['```\nStep 1/3: docker run is slow\n```', []],
  // Prompts.
  ['```console\n$ docker run x\nabc docker\n$ docker ps\nCONTAINER\n```', ['sh? docker run x\ndocker ps\n']],
  ['```\nuser@host:~/a$ docker run \\\n> -p 80:80 \\\n  x\nf00\n```', ['sh? docker run \\\n-p 80:80 \\\n  x\n']],
  ['```\n[root@host ~]# docker run x\n```', ['sh? docker run x\n']],
  ['```\nbash-5.1# docker run x\n~/a $ docker run y\n```', ['sh? docker run x\ndocker run y\n']],
  ['```\nPS C:\\a b> docker run x\nPS> docker run y\n```', ['powershell? docker run x\ndocker run y\n']],
  ['```\nC:\\a> docker run x\n```', ['cmd? docker run x\n']],
  ['```bash\n# comment\n# docker run x\n# sudo docker run y\n```', ['sh? # comment\ndocker run x\nsudo docker run y\n']],
  ['```\n# start it (now)\ndocker run x\n```', ['sh? # start it (now)\ndocker run x\n']],
  ['```console\n# cd /a\n# docker run x\n# It\'s up\n```', ['sh? cd /a\ndocker run x\n# It\'s up\n']],
  ['```\n% docker run x\n> docker run y\n```', ['sh? docker run x\ndocker run y\n']],
  ['```\n$ docker pull x\ndocker run x\n-p 80:80\nout\n```', ['sh? docker pull x\ndocker run x\n-p 80:80\n']],
  // Without a fence.
  ['A:\n\n    docker run x\n    docker ps\n\n    docker run y\n\nB', ['sh? docker run x\ndocker ps\n\ndocker run y\n']],
  ['A:\n\n\tdocker run \\\n\t  x\n', ['sh? docker run \\\n  x\n']],
  ['A\n    docker run -d x\n', ['sh? docker run -d x']],
  ['    Use docker run -d x to start', ['sh? docker run -d x to start']],
  ['Run `docker run -d x` or ``docker run -d y``.', ['sh? docker run -d x', 'sh? docker run -d y']],
  ['```CID=$(sudo docker run --name a b:1)```', ['sh? sudo docker run --name a b:1']],
  ['  > 创建容器：sudo docker run --name a -p 80:80 b\n', ['sh? sudo docker run --name a -p 80:80 b']],
  ['[//]: # (docker run -e A="(b)" c)\n', ['sh? docker run -e A="(b)" c']],
  ['<!-- docker run -d x -->\n<!--\ndocker run -d y\n-->', ['sh? docker run -d x', 'sh? docker run -d y']],
  ['| a | `docker run -d x` |', ['sh? docker run -d x']],
  ['- docker run -d \\\n    -p 80:80 \\\n    x\n- b', ['sh? docker run -d \\\n    -p 80:80 \\\n    x']],
  ['> docker run -d \\\n> -p 80:80 x\n', ['sh? docker run -d \\\n -p 80:80 x']],
  ['The `docker run` command runs.\n', []],
])('%j', (source, expected) => {
  const { texts, replaced } = found('README.md', source);
  expect(texts.map(shown)).toEqual(expected);
  expect(replaced).toBe('');
});
