echo docker run -p zlmediakit/zlmediakit:master
# docker run --foo zlmediakit/zlmediakit:master
cat <<EOF
docker run --foo zlmediakit/zlmediakit:master
EOF
docker run -d zlmediakit/zlmediakit:master
