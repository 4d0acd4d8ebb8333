docker run -id -p 1935:1935 -p 8080:80 -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master
