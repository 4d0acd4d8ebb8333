docker run -d --net=host --network=host zlmediakit/zlmediakit:master
docker run -d --network host --network media zlmediakit/zlmediakit:master
docker run -d --network a --network b zlmediakit/zlmediakit:master
docker run -d --network container:zlm -p 80:80 zlmediakit/zlmediakit:master
docker run -d --network host --link redis zlmediakit/zlmediakit:master
