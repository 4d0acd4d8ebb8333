docker run -p 80:80 zlmediakit/zlmediakit:master
A="-p 81:80"
docker run $A zlmediakit/zlmediakit:master
