docker compose run --rm -p 80:80 zlm
docker service create -p 80:80 zlmediakit/zlmediakit:master
docker run -d zlmediakit/zlmediakit:master
