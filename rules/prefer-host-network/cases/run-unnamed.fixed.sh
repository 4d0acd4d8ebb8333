docker run --network=host zlmediakit/zlmediakit:master
A="-p 81:80"
docker run $A zlmediakit/zlmediakit:master
