docker run -d --net=host \
  -v /srv:/opt/media/conf zlmediakit/zlmediakit:master
