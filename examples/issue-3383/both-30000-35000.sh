#!/bin/sh
# ZLMediaKit issue 3383 names no range: this is the one that ZLMediaKit ships, 5,001 ports over tcp and udp.
docker run -d --name zlm -p 30000-35000:30000-35000 -p 30000-35000:30000-35000/udp zlmediakit/zlmediakit:master
