docker run -d --network host --mac-address 02:42:ac:11:00:02 zlmediakit/zlmediakit:master
docker run -d --name zlm2 --link redis -p 1936:1935 zlmediakit/zlmediakit:master
