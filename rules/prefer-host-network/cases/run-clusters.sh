docker run -itdp 1935:1935 -dp8080:80 -P zlmediakit/zlmediakit:master
