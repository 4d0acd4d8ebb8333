CMD="docker run -d -p 80:80 zlmediakit/zlmediakit:master"
eval "$CMD"
$CMD
bash -c "docker run -e A=\"x y\" --network=host zlmediakit/zlmediakit:master"
ssh h "docker run --network=host zlmediakit/zlmediakit:master"
bash -c "docker run -d \
  --network=host \
  zlmediakit/zlmediakit:master"
