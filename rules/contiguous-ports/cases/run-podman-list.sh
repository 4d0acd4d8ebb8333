podman run -d -p 50502:50502/udp,50503:50503/udp zlmediakit/zlmediakit:master
