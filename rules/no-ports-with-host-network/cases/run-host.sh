docker run -d --net=host \
  -p 1935:1935 \
  -p 554:554 -v /srv:/opt/media/conf zlmediakit/zlmediakit:master
