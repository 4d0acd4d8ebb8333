docker run -d --net host zlmediakit/zlmediakit:master
