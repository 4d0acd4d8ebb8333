docker run -d --name zlm --network=host zlmediakit/zlmediakit:master
