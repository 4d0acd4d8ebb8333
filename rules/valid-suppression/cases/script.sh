#!/bin/sh
# zlm-lint-disable-next-line prefer-host-network, valid-run -- measured, a bridge is fine
docker run -d --name a \
  -p 80:80 \
  -p 1000:1000 \
  zlmediakit/zlmediakit:master
docker run -d --name b \
  -p 80:80 \
  zlmediakit/zlmediakit:master # zlm-lint-disable-line
echo "# zlm-lint-disable-file" # zlm-lint-disable-line -- nothing here
