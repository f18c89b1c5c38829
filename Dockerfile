# syntax=docker/dockerfile:1
# Any image of Node 20.20 or newer on glibc (not musl: NVIDIA's libraries need glibc).
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# The image holds what the npm package holds, and the packages it needs at run time.
RUN npx tsc --outDir dist \
  && npx tsc --project dashboard --outDir dist \
  && node scripts/bundle.mjs dist \
  && mkdir /package \
  && npm pack --silent --ignore-scripts --pack-destination /tmp \
  && tar -xzf /tmp/*.tgz -C /package --strip-components=1 \
  && npm prune --omit=dev --no-audit --no-fund \
  && mv node_modules /package

FROM ${NODE_IMAGE}
# Inside a container loopback is the container itself, so the service listens on all its addresses, with a key.
# `utility` is the part of NVIDIA's driver that tells of its cards; containers are given no part they do not ask for.
ENV NODE_ENV=production \
    SYSMON_HOST=0.0.0.0 \
    NVIDIA_DRIVER_CAPABILITIES=utility
WORKDIR /app
COPY --from=build /package ./
# By number, so that Kubernetes can tell that it is not root; a number that no user of the machine has.
USER 65532:65532
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 CMD ["node", "dist/service/health-check.js"]
ENTRYPOINT ["node", "dist/src/main.js"]
