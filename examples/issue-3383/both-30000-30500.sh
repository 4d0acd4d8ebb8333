#!/bin/sh
# ZLMediaKit issue 3383 names no range: this is the commonest one, 501 ports over tcp and udp.
docker run -d --name zlm -p 30000-30500:30000-30500 -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master
