import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** The OpenAPI page at /docs and its document at /docs-json, made when somebody first asks. */
export function showApiDocs(app: NestExpressApplication, service: string, version: string): void {
  const about = new DocumentBuilder()
    .setTitle(`Loket: ${service}`)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, about), {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: `Loket: ${service}`,
  });
}
