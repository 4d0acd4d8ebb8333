docker run -d --name zlm \ 
  -p 80:80 zlmediakit/zlmediakit:master

docker run -d --name zlm2 \
  # -p 80:80 \
  zlmediakit/zlmediakit:master

docker run -d --name zlm3 \

  -p 80:80 zlmediakit/zlmediakit:master
docker run -d zlmediakit/zlmediakit:master
