docker run -d --foo -p a:b nginx
