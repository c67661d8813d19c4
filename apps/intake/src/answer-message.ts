import { Injectable } from '@nestjs/common';
import { matchAreaName } from '#civil-registry';
import { wordsOfChoice } from '#contracts';
import type { Tx } from '#outbox';
import type { MediaContent } from '#whatsapp';
import { documentNamedIn } from './conversation/claim-documents.js';
import { nameWishes } from './conversation/name-wishes.js';
import { readMeaning, ticketIn } from './conversation/read-meaning.js';
import { readRenaming } from './conversation/read-renaming.js';
import { readRequestLine, type RequestLine } from './conversation/read-request-line.js';
import { answerTopic } from './answer-topic.js';
import { LodgeByMessage } from './complaint/lodge-by-message.js';
import { choosePickupOffice } from './choose-pickup-office.js';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { FillInForm } from './fill-in-form.js';
import { announceDocument, askFor, fileOf, keepWaiting, openFileOf, sendsTooMuch } from './files-of-conversation.js';
import { HandOver } from './handover/hand-over.js';
import { joinBulletins } from './outreach/join-bulletins.js';
import { askForVisit } from './recording-visit/ask-for-visit.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { renameDocument } from './rename-document.js';
import { type Reply, replyToCitizen } from './reply-to-citizen.js';
import { reportStatus } from './report-status.js';
import { reportStock } from './report-stock.js';
import type { MessageOutcome } from './settle-message.js';
import type { StoredMessage } from './stored-message.js';
import { takeSurveyAnswer } from './survey/take-survey-answer.js';
import { Territory } from './territory.js';
import { codeIn } from './tracking-code.js';
import { withdrawByCitizen } from './withdraw-by-citizen.js';

/** Decides by a message's content what is done; one message gets one reply at most. */
@Injectable()
export class AnswerMessage {
  private readonly judgement: FileJudgement;

  constructor(
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly patience: Patience,
    private readonly handOver: HandOver,
    private readonly lodge: LodgeByMessage,
    private readonly form: FillInForm,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  async answer(tx: Tx, conversationId: string, message: StoredMessage): Promise<MessageOutcome> {
    const { content } = message;
    switch (content.kind) {
      case 'text':
        return this.answerText(tx, conversationId, message, content.text);
      case 'button':
        return this.answerText(tx, conversationId, message, wordsOfChoice(content.payload) ?? content.text);
      case 'interactive': {
        const { reply } = content;
        if (reply.kind === 'flow') return 'filed';
        return this.answerText(tx, conversationId, message, wordsOfChoice(reply.id) ?? reply.title);
      }
      case 'media':
        return this.takeMedia(tx, conversationId, message, content);
      case 'location':
      case 'contacts':
        return 'filed';
      case 'order':
      case 'system':
      case 'unsupported':
        return 'ignored';
    }
  }

  private async answerText(
    tx: Tx,
    conversationId: string,
    message: StoredMessage,
    text: string,
  ): Promise<MessageOutcome> {
    const line = this.readLine(text);
    if (line) return this.form.takeLine(tx, conversationId, message, line, text);
    if (codeIn(text) !== undefined) {
      await replyToCitizen(tx, conversationId, await this.status(tx, conversationId, text));
      return 'answered';
    }
    const joined = await joinBulletins(tx, conversationId, text);
    if (joined) return joined;
    const judged = await takeSurveyAnswer(tx, conversationId, text);
    if (judged) return judged;
    const renaming = readRenaming(text);
    const renamed = renaming && (await renameDocument(tx, conversationId, message, renaming, this.judgement));
    if (renamed) return renamed;
    const answered = await this.form.takeAnswer(tx, conversationId, message, text);
    if (answered) return answered;
    if (await choosePickupOffice(tx, conversationId, text, this.territory.region.offices)) return 'taken';
    const meaning = readMeaning(this.territory.atHome(text));
    const misses = await countMiss(tx, conversationId, meaning.wants === 'not-understood');
    const say = async (reply: Reply): Promise<MessageOutcome> => {
      await replyToCitizen(tx, conversationId, reply, undefined, nameWishes(meaning.also));
      return 'answered';
    };
    switch (meaning.wants) {
      case 'done':
        return this.takeDone(tx, conversationId);
      case 'status':
        return say(await this.status(tx, conversationId, text));
      case 'withdraw':
        // What can't be taken back is done on plain words only.
        if (!meaning.sure) return say({ messageKey: 'confirm-withdrawal' });
        return withdrawByCitizen(tx, conversationId, meaning.ticket, this.patience);
      case 'requirements':
        return say({ messageKey: 'requirements', kind: meaning.kind });
      case 'choose-kind':
        return say({ messageKey: meaning.to === 'know-requirements' ? 'which-requirements' : 'which-reprint' });
      case 'apply':
        return this.form.begin(tx, conversationId, meaning.kind, text, nameWishes(meaning.also));
      case 'answer':
        switch (meaning.topic) {
          case 'MINTA_PETUGAS':
            return this.handOver.open(tx, conversationId, 'asked', message.occurredAt, nameWishes(meaning.also));
          case 'PENGADUAN':
            return this.lodge.begin(tx, conversationId, 'complaint', message, text, nameWishes(meaning.also));
          case 'HAK_DATA':
            return this.lodge.begin(tx, conversationId, 'data-rights', message, text, nameWishes(meaning.also));
          case 'JEMPUT_BOLA':
            return say(await askForVisit(tx, conversationId));
          case 'INFO_BLANGKO':
            return say(await reportStock(tx, this.territory));
          default:
            return say(answerTopic(meaning.topic, this.territory));
        }
      case 'greeting':
        return say({ messageKey: 'greeting' });
      case 'not-understood':
        if (misses >= 2) return this.handOver.open(tx, conversationId, 'not-understood', message.occurredAt);
        return (await this.form.askAgain(tx, conversationId, message.occurredAt)) ?? say({ messageKey: 'greeting' });
    }
  }

  private status(tx: Tx, conversationId: string, text: string): Promise<Reply> {
    return reportStatus(tx, conversationId, text, this.personalData, this.territory.region.timeZone);
  }

  readLine(text: string): RequestLine | undefined {
    const { districts, region } = this.territory;
    return readRequestLine(text, (name) => matchAreaName(name, districts, region.districtAliases).kind === 'exact');
  }

  private async takeDone(tx: Tx, conversationId: string): Promise<MessageOutcome> {
    const file = await openFileOf(tx, conversationId);
    if (!file) {
      await replyToCitizen(tx, conversationId, { messageKey: 'greeting' });
      return 'answered';
    }
    await tx.query('update application set said_done = true where id = $1', [file.id]);
    const { submitted, missing, pending, given } = await considerSubmission(tx, file.id, true, this.judgement);
    if (!submitted && pending === 0 && given === 0) {
      await askFor(tx, file.id, missing);
      await replyToCitizen(tx, conversationId, { messageKey: 'draft-opened', ticket: file.ticket, missing }, file.id);
    }
    return 'taken';
  }

  private async takeMedia(
    tx: Tx,
    conversationId: string,
    message: StoredMessage,
    media: MediaContent,
  ): Promise<MessageOutcome> {
    if (media.medium !== 'image' && media.medium !== 'document') {
      const problem = media.medium === 'sticker' ? 'wrong-type' : media.medium;
      await replyToCitizen(tx, conversationId, { messageKey: 'file-unusable', problem });
      return 'answered';
    }
    // Neither fetched nor answered: an answer to each would only help to flood.
    if (await sendsTooMuch(tx, conversationId, this.patience.filesPerHour)) return 'ignored';
    const line = media.caption === undefined ? undefined : this.readLine(media.caption);
    const namedAs = line ? null : documentNamedIn(media.caption);
    if (line) {
      // The request stands under its first photo. Where it has mistakes, the photo stays loose until the next try.
      let attached = false;
      const outcome = await this.form.takeLine(
        tx,
        conversationId,
        message,
        line,
        media.caption ?? '',
        async (applicationId) => {
          attached = true;
          await announceDocument(tx, { message, conversationId, applicationId, namedAs, media });
        },
      );
      if (!attached) await announceDocument(tx, { message, conversationId, applicationId: null, namedAs, media });
      return outcome === 'answered' ? 'filed' : outcome;
    }
    const ticket = ticketIn(media.caption ?? '');
    const file = await fileOf(tx, conversationId, this.patience, ticket);
    await announceDocument(tx, { message, conversationId, applicationId: file?.id ?? null, namedAs, media });
    if (file) {
      await keepWaiting(tx, file, this.patience);
      return 'taken';
    }
    // The request may be on its way: ask only after a while.
    await tx.query(
      `update conversation set ask_service_at = now() + $2::float8 * interval '1 second'
        where id = $1 and not exists (select 1 from request_form f where f.conversation_id = $1)`,
      [conversationId, this.patience.askServiceAfterSeconds],
    );
    return 'filed';
  }
}

/** Counts messages in a row that were not understood; one that was begins anew. */
async function countMiss(tx: Tx, conversationId: string, missed: boolean): Promise<number> {
  const [row] = await tx.query<{ misses: number }>(
    'update conversation set misses = case when $2 then misses + 1 else 0 end where id = $1 returning misses',
    [conversationId, missed],
  );
  return row?.misses ?? 0;
}
