docker run -itd --network=host -d zlmediakit/zlmediakit:master
