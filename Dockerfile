# 一个镜像，四种用法：网页、后台任务、定时任务、管理命令。
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/runtime.txt

COPY manage.py ./
COPY policy policy
COPY bureaus bureaus
COPY documents documents
COPY staffing staffing
COPY recruitment recruitment
COPY yangquan_portal yangquan_portal
COPY ops ops
COPY static static
COPY templates templates

ENV PYTHONUNBUFFERED=1 \
    DATA=/data \
    DEMO=0 \
    STATIC_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage

# 收集静态文件要读设置，设置要有密钥：用一份随即丢弃的。
RUN DATA=/tmp/build python -m ops.keys \
 && DATA=/tmp/build python -m django collectstatic --no-input --settings=yangquan_portal.settings \
 && rm -rf /tmp/build

RUN useradd --system --home-dir /app --uid 10001 portal && install -d -o portal -g portal -m 700 /data
USER portal
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "ops/gunicorn.conf.py", "yangquan_portal.wsgi"]
