# An image that holds node, the libraries that node loads, zlm-lint and nothing else: no shell, no package manager.
#
#   docker build -t zlm-lint https://github.com/zlm-lint/zlm-lint.git#v0.1.0
#   docker run --rm -v "$PWD:/work" zlm-lint
#
# NODE_IMAGE is where node is taken from; name it by its digest where builds have to be repeatable.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS base
COPY LICENSE /project/
COPY dist /project/dist/
COPY rules /project/rules/
COPY scripts/image-root.mjs /project/scripts/
RUN ["node", "/project/scripts/image-root.mjs", "/image"]

FROM scratch
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="zlm-lint" \
      org.opencontainers.image.description="Linter and auto-fixer for ZLMediaKit in Docker" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.url="https://github.com/zlm-lint/zlm-lint" \
      org.opencontainers.image.source="https://github.com/zlm-lint/zlm-lint"
COPY --from=base /image/ /
WORKDIR /work
# Nobody's: whoever wants files fixed says who they belong to, --user "$(id -u):$(id -g)".
USER 65532:65532
# Node would take --env-file for itself without the --.
ENTRYPOINT ["/usr/local/bin/node", "--", "/zlm-lint/dist/zlm-lint.cjs"]
