docker run -p >/tmp/log 80:80 -p 1935:1935 zlmediakit/zlmediakit:master
