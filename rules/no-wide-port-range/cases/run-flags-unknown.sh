docker run -d $EXTRA -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
docker run $(echo -d) -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
docker run --network "$NET" -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
docker run --network bridge $EXTRA -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
# It is --rm or nothing.
docker run -d ${X:+--rm} -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
docker run -d ${X:+--network host} -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
docker run -d ${X:+-p "80:80"} -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
docker run -d ${X:+$Y} -p 30000-30500:30000-30500 zlmediakit/zlmediakit:master
# Nothing is certain.
docker run -d $EXTRA zlmediakit/zlmediakit:master
