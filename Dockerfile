# syntax=docker/dockerfile:1
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
COPY plugins plugins
COPY schemas schemas
RUN npx tsc --outDir dist && npm prune --omit=dev

# glibc, not musl: NVIDIA's libraries need it.
FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/dist/plugins dist/plugins
COPY --from=build /app/dist/schemas dist/schemas
USER node
EXPOSE 5000
# Run it with --network host: without API keys the service listens on loopback only.
CMD ["node", "dist/src/main.js"]
