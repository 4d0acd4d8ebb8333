docker run -d -p "" -p 300.1.1.1:80:80 -p a:80 -p 80:70000 -p 90-80:90-80 -p 80-90:80-81 -p 80:80/tdp -p 80: -p target=80,x zlmediakit/zlmediakit:master
