PORTS="-p 50502:50502/udp -p 50503:50503/udp"
docker run -d $PORTS zlmediakit/zlmediakit:master
