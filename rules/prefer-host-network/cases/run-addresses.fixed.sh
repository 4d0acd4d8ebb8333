docker run -d --network host zlmediakit/zlmediakit:master
docker run -d --name zlm2 --link redis -p 1936:1935 zlmediakit/zlmediakit:master
