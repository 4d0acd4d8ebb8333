docker build -t zlm-lint https://github.com/zlm-lint/zlm-lint.git#v0.1.0
docker run --rm -v "$PWD:/work" zlm-lint
docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" zlm-lint --fix
