ARGS=(-d -p 1935:1935)
docker run "${ARGS[@]}" -p 554:554 zlmediakit/zlmediakit:master
