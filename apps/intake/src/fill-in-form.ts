import { Injectable } from '@nestjs/common';
import { type ServiceKind } from '#civil-registry';
import type { Tx } from '#outbox';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { ageIn, completeForm } from './conversation/form/complete-form.js';
import { type Form, nextQuestion, type Question, stepBack } from './conversation/form/form.js';
import { formOfLine } from './conversation/form/form-of-line.js';
import { type AnswerContext, takeAnswer } from './conversation/form/take-answer.js';
import { kindsNamedIn, plain } from './conversation/kind-words.js';
import type { RequestLine } from './conversation/read-request-line.js';
import { adoptLooseDocuments, askFor, keepWaiting } from './files-of-conversation.js';
import { openApplication } from './open-application.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { type Reply, replyToCitizen } from './reply-to-citizen.js';
import type { StoredMessage } from './stored-message.js';
import { Territory } from './territory.js';

export type FormOutcome = 'taken' | 'answered';

const goBack = /^(salah|keliru|kembali|ulang(i)?|ralat|koreksi)\b/;
const beginAnew = /\b(ulang dari awal|mulai (dari awal|lagi|ulang)|isi ulang)\b/;
const drop = /^(batal|batalkan|tidak jadi|ga jadi|gak jadi|nda jadi|stop|berhenti)\b/;

/**
 * Opens requests in a conversation: a whole request line at once, or its fields one question after another. The form is
 * sealed, one per conversation, and gone when the request is open.
 */
@Injectable()
export class FillInForm {
  private readonly judgement: FileJudgement;

  constructor(
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  /** Begins a form for a kind; what the kind cannot be asked for together with is said instead. */
  async begin(
    tx: Tx,
    conversationId: string,
    kind: ServiceKind | undefined,
    text: string,
    also: readonly string[],
  ): Promise<FormOutcome> {
    const change = changeBesides(text, kind);
    if (change) return say(tx, conversationId, { messageKey: 'change-comes-first', kind: change }, also);
    const citizenship = /\b(wna|k?itap|orang asing|warga (negara )?asing)\b/.test(plain(text)) ? 'WNA' : 'WNI';
    return this.goOn(tx, conversationId, { kind, citizenship, answers: {} }, { begins: true, also });
  }

  /**
   * Takes a request line. Everything wrong in it is told at once; what is only missing is asked.
   * @param attach does more for the request once it is open
   */
  async takeLine(
    tx: Tx,
    conversationId: string,
    message: StoredMessage,
    line: RequestLine,
    text: string,
    attach?: (applicationId: string) => Promise<void>,
  ): Promise<FormOutcome> {
    const change = changeBesides(text, line.kind);
    if (change) return say(tx, conversationId, { messageKey: 'change-comes-first', kind: change });
    const { form, wrong, missing } = formOfLine(line, this.contextAt(message));
    if (wrong.length > 0) {
      return say(tx, conversationId, { messageKey: 'format-problem', problems: [...wrong, ...missing] });
    }
    const { district } = form.answers;
    // Who writes it all at once is not asked where to collect: the nearest office, and how to choose another is told.
    const office = district === undefined ? undefined : this.territory.officeFor(district).code;
    const answers = office === undefined ? form.answers : { ...form.answers, office };
    return this.goOn(tx, conversationId, { ...form, answers }, { message, attach, begins: missing.length > 0 });
  }

  /** Takes an answer to what was asked. @returns undefined when no form is open, or the text is about something else */
  async takeAnswer(
    tx: Tx,
    conversationId: string,
    message: StoredMessage,
    text: string,
  ): Promise<FormOutcome | undefined> {
    const form = await this.formOf(tx, conversationId);
    if (!form) return undefined;
    const said = plain(text);
    if (drop.test(said)) {
      await forget(tx, conversationId);
      return say(tx, conversationId, { messageKey: 'form-dropped' });
    }
    if (beginAnew.test(said))
      return this.goOn(tx, conversationId, { kind: form.kind, citizenship: form.citizenship, answers: {} });
    if (goBack.test(said)) return this.goOn(tx, conversationId, stepBack(form));
    const context = this.contextAt(message);
    const question = nextQuestion(form, ageIn(form, context.on));
    if (question === undefined) return undefined;
    const taken = takeAnswer(form, question, text, context);
    switch (taken.took) {
      case 'answer':
        return this.goOn(tx, conversationId, taken.form, { message });
      case 'nothing':
        return this.ask(tx, conversationId, form, question, taken.problems);
      case 'family card first':
        await forget(tx, conversationId);
        return say(tx, conversationId, {
          messageKey: 'family-card-first',
          ...(form.kind === undefined ? {} : { kind: form.kind }),
        });
      case 'something else':
        return undefined;
    }
  }

  /** Asks the open question again. @returns undefined when no form is open */
  async askAgain(tx: Tx, conversationId: string, at: Date): Promise<FormOutcome | undefined> {
    const form = await this.formOf(tx, conversationId);
    const question = form && nextQuestion(form, ageIn(form, this.territory.dayOf(at)));
    return form && question ? this.ask(tx, conversationId, form, question, []) : undefined;
  }

  /** Asks the open question again of who has left it, and says that the request waits for it. */
  async remind(tx: Tx, conversationId: string, at: Date): Promise<void> {
    const form = await this.formOf(tx, conversationId);
    const question = form && nextQuestion(form, ageIn(form, this.territory.dayOf(at)));
    if (form && question) await this.ask(tx, conversationId, form, question, [], { reminds: true });
  }

  private async goOn(
    tx: Tx,
    conversationId: string,
    form: Form,
    how: {
      readonly message?: StoredMessage;
      readonly attach?: ((applicationId: string) => Promise<void>) | undefined;
      readonly begins?: boolean;
      readonly also?: readonly string[];
    } = {},
  ): Promise<FormOutcome> {
    const on = this.territory.dayOf(how.message?.occurredAt ?? new Date());
    const only = this.territory.region.offices.length === 1 ? this.territory.region.offices[0]?.code : undefined;
    const settled: Form = only === undefined ? form : { ...form, answers: { office: only, ...form.answers } };
    const question = nextQuestion(settled, ageIn(settled, on));
    if (question !== undefined) {
      await this.keep(tx, conversationId, settled);
      return this.ask(tx, conversationId, settled, question, [], how);
    }
    const completed = completeForm(settled, on);
    if (!completed.ok) {
      if (completed.form === undefined) {
        await forget(tx, conversationId);
        return say(tx, conversationId, { messageKey: 'request-refused', problems: [...completed.problems] });
      }
      await this.keep(tx, conversationId, completed.form);
      const again = nextQuestion(completed.form, undefined);
      return again ? this.ask(tx, conversationId, completed.form, again, completed.problems) : 'answered';
    }
    await forget(tx, conversationId);
    const { request, office, citizenship } = completed;
    const phone = how.message?.sender.phone;
    const opened = await openApplication(
      tx,
      request,
      {
        ...{ channel: 'whatsapp', office, citizenship, conversationId },
        ...(phone === undefined ? {} : { phone }),
        silence: this.patience.silenceIn(request.district),
      },
      this.personalData,
    );
    const { id, ticket } = opened;
    if (!opened.isNew && !(opened.conversation_id === conversationId && opened.state === 'draft')) {
      return say(tx, conversationId, { messageKey: 'already-open', ticket }, [], id);
    }
    await adoptLooseDocuments(tx, conversationId, id);
    await how.attach?.(id);
    const { submitted, missing } = await considerSubmission(tx, id, false, this.judgement);
    if (!submitted) {
      await keepWaiting(tx, { id, district: request.district }, this.patience);
      await askFor(tx, id, missing);
      const { name } = this.territory.office(office) ?? { name: office };
      await replyToCitizen(tx, conversationId, { messageKey: 'draft-opened', ticket, missing, office: name }, id);
    }
    return 'taken';
  }

  private ask(
    tx: Tx,
    conversationId: string,
    form: Form,
    question: Question,
    problems: readonly string[],
    how: { readonly begins?: boolean; readonly reminds?: boolean; readonly also?: readonly string[] } = {},
  ): Promise<FormOutcome> {
    const kind = form.kind === undefined ? {} : { kind: form.kind };
    const begins = { ...(how.begins === true && { begins: 'yes' }), ...(how.reminds === true && { reminds: 'yes' }) };
    if (question === 'family-card-is-new' || question === 'married') {
      return say(tx, conversationId, { messageKey: 'ask-yes-or-no', question, ...kind, ...begins }, how.also);
    }
    const offices = question === 'office' ? { offices: this.territory.region.offices.map(({ name }) => name) } : {};
    return say(
      tx,
      conversationId,
      { messageKey: 'ask-particular', question, ...kind, ...begins, ...offices, problems: [...problems] },
      how.also,
    );
  }

  private contextAt(message: StoredMessage): AnswerContext {
    const { areas, districts, region } = this.territory;
    const on = this.territory.dayOf(message.occurredAt);
    return { on, areas, districts, aliases: region.districtAliases, offices: region.offices };
  }

  private async formOf(tx: Tx, conversationId: string): Promise<Form | undefined> {
    const [row] = await tx.query<{ sealed_form: string }>(
      'select sealed_form from request_form where conversation_id = $1',
      [conversationId],
    );
    if (!row) return undefined;
    return JSON.parse(this.personalData.open(row.sealed_form, `request_form:${conversationId}`)) as Form;
  }

  private async keep(tx: Tx, conversationId: string, form: Form): Promise<void> {
    const sealed = this.personalData.seal(JSON.stringify(form), `request_form:${conversationId}`);
    const { expireAfterDays, remindAfterDays } = this.patience.silenceIn(form.answers.district ?? '');
    await tx.query(
      `insert into request_form (conversation_id, sealed_form, deadline, remind_at)
       values ($1, $2, now() + $3::float8 * interval '1 day', now() + $4::float8 * interval '1 day')
       on conflict (conversation_id) do update
         set sealed_form = excluded.sealed_form, deadline = excluded.deadline, remind_at = excluded.remind_at`,
      [conversationId, sealed, expireAfterDays, remindAfterDays],
    );
    await tx.query('update conversation set ask_service_at = null where id = $1', [conversationId]);
  }
}

/** A change of data beside a replacement: the change comes first, and at home for a card of elsewhere (domain 1.2). */
function changeBesides(text: string, kind: ServiceKind | undefined): ServiceKind | undefined {
  if (kind !== 'HILANG' && kind !== 'RUSAK' && kind !== 'LUAR_DOMISILI') return undefined;
  return kindsNamedIn(plain(text)).includes('UBAH_DATA') ? kind : undefined;
}

async function say(
  tx: Tx,
  conversationId: string,
  reply: Reply,
  also: readonly string[] = [],
  applicationId?: string,
): Promise<FormOutcome> {
  await replyToCitizen(tx, conversationId, reply, applicationId, also);
  return 'answered';
}

async function forget(tx: Tx, conversationId: string): Promise<void> {
  await tx.query('delete from request_form where conversation_id = $1', [conversationId]);
}
