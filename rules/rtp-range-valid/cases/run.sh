docker run -d --network host zlmediakit/zlmediakit:master
