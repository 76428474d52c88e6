# The site and its worker; compose.yaml runs both. Settings come from the environment (README.md).
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONPATH=/app:/app/site \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    VAR_DIR=/var/lib/co-construire \
    STATIC_ROOT=/srv/static

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

COPY manage.py ./
COPY casestudies casestudies
COPY collectivities collectivities
COPY home home
COPY methods methods
COPY search search
COPY site site
COPY scripts/gunicorn_conf.py scripts/healthcheck.py scripts/
# The values are only there for the settings to load: none of them stays in the image.
RUN export SECRET_KEY=build ALLOWED_HOSTS=localhost BASE_URL=http://localhost \
    && python manage.py compile_catalogues \
    && python manage.py collectstatic --noinput --verbosity 0

# The code belongs to root; the account that runs it writes in its folder of data only.
RUN useradd --system --user-group site && install --directory --owner site --group site "$VAR_DIR"
USER site
VOLUME /var/lib/co-construire
EXPOSE 8000
CMD ["gunicorn", "--config", "scripts/gunicorn_conf.py", "--bind", "0.0.0.0:8000"]
