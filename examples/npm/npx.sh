npx zlm-lint@0.1.0 docker-compose.yml
