docker run -id --network=host zlmediakit/zlmediakit:master
