docker run -d --network host --sysctl net.core.somaxconn=4096 --user 1000:1000 zlmediakit/zlmediakit:master
docker run -d --network host --link redis zlmediakit/zlmediakit:master
