docker run -d --network media --ip 10.0.0.5 --mac-address 02:42:ac:11:00:02 --network-alias a -p 1935:1935 zlmediakit/zlmediakit:master
docker run -d --name zlm2 --link redis -p 1936:1935 zlmediakit/zlmediakit:master
