#!/bin/sh
# ZLMediaKit issue 3383 names no range: this is one of the usual ones over udp, 501 ports.
docker run -d --name zlm -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master
