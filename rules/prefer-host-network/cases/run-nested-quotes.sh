CMD="docker run -d -p 80:80 zlmediakit/zlmediakit:master"
eval "$CMD"
$CMD
bash -c "docker run -e A=\"x y\" -p 80:80 zlmediakit/zlmediakit:master"
ssh h "docker run -p $P:80 -p 81:81 zlmediakit/zlmediakit:master"
bash -c "docker run -d \
  -p 80:80 \
  zlmediakit/zlmediakit:master"
