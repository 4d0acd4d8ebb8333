@echo off
REM zlm-lint-disable-next-line prefer-host-network -- a bridge
docker run -d ^
  -p 80:80 ^
  zlmediakit/zlmediakit:master
docker run -d --network none zlmediakit/zlmediakit:master
