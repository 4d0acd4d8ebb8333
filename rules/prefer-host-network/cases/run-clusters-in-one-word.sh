docker run -dPp 80:80 zlmediakit/zlmediakit:master
