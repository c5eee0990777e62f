# syntax=docker/dockerfile:1
# One image for both processes of the gateway: the command chooses `main.js` (API) or `worker.js`.

FROM node:20-bookworm-slim AS base
WORKDIR /app

# Only what `npm ci` reads, so that the two installations below stay cached while sources change.
FROM base AS manifests
COPY . .
RUN find . -mindepth 1 -maxdepth 1 ! -name apps ! -name packages ! -name 'package*.json' ! -name .npmrc -exec rm -rf {} + \
 && find apps packages -mindepth 2 -maxdepth 2 ! -name package.json -exec rm -rf {} +

# What runs. The embedded Postgres is the optional part: here DATABASE_URL names a real one.
# No dependency needs its install script: the compilers are prebuilt packages.
FROM base AS dependencies
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --omit=dev --omit=optional --workspace=@postern/gateway

# What builds: everything, the compilers' prebuilt binaries (optional packages) among it.
FROM base AS build
ENV TURBO_TELEMETRY_DISABLED=1
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN npx turbo run build --filter=@postern/gateway... --filter=@postern/admin... \
 && find apps packages -mindepth 2 -maxdepth 2 ! -name dist ! -name presets ! -name worker ! -name package.json -exec rm -rf {} +

FROM base
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3400 \
    POSTERN_WORKER_PORT=3401 \
    POSTERN_DATA_DIR=/data \
    LOG_FORMAT=json
COPY --from=dependencies /app ./
COPY --from=build /app/packages packages
COPY --from=build /app/apps/gateway apps/gateway
# What the gateway serves at /admin: files, nothing that runs here.
COPY --from=build /app/apps/admin/dist apps/admin/dist
# The one folder that is written to: media, where they are kept on disk. A volume takes its owner over.
RUN mkdir /data && chown node:node /data
USER node
# Of the API, and of a worker's health and metrics.
EXPOSE 3400 3401
# Whichever of the two runs here answers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "const ask = (port) => fetch(`http://127.0.0.1:${port}/health/live`).then((reply) => { if (!reply.ok) throw reply; }); Promise.any([process.env.PORT, process.env.POSTERN_WORKER_PORT].map(ask)).then(() => process.exit(0), () => process.exit(1))"]
CMD ["node", "apps/gateway/dist/main.js"]
