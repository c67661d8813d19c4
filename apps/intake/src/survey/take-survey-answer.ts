import { type SurveyAnswers, surveyElements } from '#civil-registry';
import { SurveyAnswered } from '#contracts';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { replyToCitizen } from '../reply-to-citizen.js';
import { aboutOf, surveys } from './ask-survey.js';
import { readSurveyText } from './read-survey-text.js';

interface OpenSurvey {
  readonly applicationId: string;
  readonly answers: SurveyAnswers;
}

/**
 * Takes what a citizen answers to the survey they were asked: all at once, or one question after another. It counts once all
 * nine are answered; then it is closed for good.
 * @returns undefined when nothing was asked, or the text is about something else
 */
export async function takeSurveyAnswer(
  tx: Tx,
  conversationId: string,
  text: string,
): Promise<'taken' | 'answered' | undefined> {
  const read = readSurveyText(text);
  if (!read) return undefined;
  const [open] = await tx.query<OpenSurvey>(
    `select application_id as "applicationId", answers from survey
      where conversation_id = $1 and asked_at > now() - interval '60 days' and answered_at is null
      order by asked_at desc limit 1 for update`,
    [conversationId],
  );
  if (!open) return undefined;
  const { applicationId } = open;
  describeSpan({ [attribute.applicationId]: applicationId });
  if (read.kind === 'wrong') {
    await replyToCitizen(tx, conversationId, { messageKey: 'survey-problem', problem: read.problem }, applicationId);
    tx.afterCommit(() => surveys.inc({ outcome: 'corrected' }));
    return 'answered';
  }
  const answers = { ...open.answers, ...(read.kind === 'answers' ? read.answers : {}) };
  const next = surveyElements.find(({ code }) => answers[code] === undefined);
  await tx.query(
    'update survey set answers = $2, answered_at = case when $3 then now() end where application_id = $1',
    [applicationId, JSON.stringify(answers), next === undefined],
  );
  if (next) {
    await replyToCitizen(tx, conversationId, { messageKey: 'ask-survey-element', element: next.code }, applicationId);
    return 'taken';
  }
  const { facts } = await aboutOf(tx, applicationId);
  await tx.emit(SurveyAnswered, { ...facts, answers: wholeOf(answers) });
  await replyToCitizen(tx, conversationId, { messageKey: 'survey-thanks' }, applicationId);
  tx.afterCommit(() => surveys.inc({ outcome: 'answered' }));
  return 'taken';
}

function wholeOf(answers: SurveyAnswers): Required<SurveyAnswers> {
  const { PERSYARATAN, PROSEDUR, WAKTU, BIAYA, PRODUK, KOMPETENSI, PERILAKU, PENGADUAN, SARANA } = answers;
  if (!(PERSYARATAN && PROSEDUR && WAKTU && BIAYA && PRODUK && KOMPETENSI && PERILAKU && PENGADUAN && SARANA))
    throw new Error('a survey counts once all nine questions are answered');
  return { PERSYARATAN, PROSEDUR, WAKTU, BIAYA, PRODUK, KOMPETENSI, PERILAKU, PENGADUAN, SARANA };
}
