docker run -d zlmediakit/zlmediakit:master_py
