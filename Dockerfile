# syntax=docker/dockerfile:1@sha256:87999aa3d42bdc6bea60565083ee17e86d1f3339802f543c0d03998580f9cb89
# One image, several commands: `docker build --target web .`, worker or migrate. docs/operations.md describes them.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-trixie-slim@sha256:8ec5d7557396cfe32d21c3f9c13072355ceab22b584578ca4bb28af31120cffe
ARG RUNTIME_IMAGE=docker.io/library/debian:trixie-slim@sha256:d7e12182ce18b85b93007c1dedf31f2d29e01ccf3182cc4017c709b6259bc132

# hadolint ignore=DL3006
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
# The key of values that pages hand to their forms: the same for every version, so that versions can run side by side during a deploy.
# As a file, because Buildah and Podman know no secrets as environment.
RUN --mount=type=secret,id=server-actions-key \
    if [ -s /run/secrets/server-actions-key ]; then \
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY="$(cat /run/secrets/server-actions-key)" && export NEXT_SERVER_ACTIONS_ENCRYPTION_KEY; \
    fi && npx prisma generate && npm run build:app

# hadolint ignore=DL3006
FROM ${RUNTIME_IMAGE} AS app
RUN groupadd --gid 10001 mooring && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mooring
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /src/dist /app
WORKDIR /app
USER 10001:10001
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:9464/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

FROM app AS migrate
HEALTHCHECK NONE
CMD ["node", "server/bin/migrate.mjs"]

FROM app AS worker
EXPOSE 9464
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=1024", "server/bin/worker.mjs"]

FROM app AS web
ENV HOSTNAME=0.0.0.0 \
    PORT=3000 \
    NEXT_MANUAL_SIG_HANDLE=true
EXPOSE 3000 9464
CMD ["node", "--max-semi-space-size=16", "--max-old-space-size=512", "server.js"]
