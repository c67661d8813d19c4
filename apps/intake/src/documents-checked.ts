import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { DocumentsComplete, DocumentsIncomplete, Received } from '#contracts';
import type { Tx } from '#outbox';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';
import { PromiseDate } from './promise-date.js';

/** The file was checked: it is complete, or every defect goes back to the citizen. */
@Controller()
export class DocumentsChecked {
  constructor(
    private readonly patience: Patience,
    private readonly promiseDate: PromiseDate,
  ) {}

  @EventPattern<string>('intake.documents-checked')
  async handle(
    @Payload() event: Received<typeof DocumentsComplete> | Received<typeof DocumentsIncomplete>,
    @Ctx() tx: Tx,
  ): Promise<void> {
    const { applicationId, answers } = event.data;
    const fact =
      event.type === 'documents.complete'
        ? ({ fact: 'documents.complete', answers, promise: await this.promiseDate.give(tx, applicationId) } as const)
        : ({ fact: 'documents.incomplete', answers, findings: event.data.findings } as const);
    const { answer } = await takeFact(tx, applicationId, fact, event.id, this.patience);
    if (answer === 'moved') await takeNames(tx, applicationId, event.data.recognised ?? []);
  }
}

/** What a photo's own words say it is stands above a guess, and below what its sender says. */
async function takeNames(
  tx: Tx,
  applicationId: string,
  recognised: readonly { readonly documentId: string; readonly document: string }[],
): Promise<void> {
  for (const { documentId, document } of recognised) {
    await tx.query(
      `update document set recognised_as = $3, claimed_as = $3, claimed_by = 'content'
        where id = $1 and application_id = $2 and named_as is null`,
      [documentId, applicationId, document],
    );
  }
}
