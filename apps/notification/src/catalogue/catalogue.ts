import type { AnnouncementType } from '../flow.js';
import { fee } from './fee.js';
import { openingHours } from './opening-hours.js';
import { pickupRules } from './pickup-rules.js';
import { cardUncollected } from './card-uncollected.js';
import { blankStock } from './blank-stock.js';
import { recordingInPerson } from './recording-in-person.js';
import { homeVisit } from './home-visit.js';
import { interimPaper } from './interim-paper.js';
import { digitalIdentity } from './digital-identity.js';
import { nikTrouble } from './nik-trouble.js';
import { complaintOpened } from './complaint-opened.js';
import { complaintWords } from './complaint-words.js';
import { dataRights } from './data-rights.js';
import { handedBack } from './handed-back.js';
import { handedToClerk } from './handed-to-clerk.js';
import { otherService } from './other-service.js';
import { askSurvey } from './ask-survey.js';
import { askSurveyElement } from './ask-survey-element.js';
import { bulletinsJoined, bulletinsLeft, villageBulletin } from './village-bulletin.js';
import { surveyProblem } from './survey-problem.js';
import { surveyThanks } from './survey-thanks.js';
import { offTopic } from './off-topic.js';
import { changeNoted } from './change-noted.js';
import { photoTakenBack } from './photo-taken-back.js';
import { closingWords } from './closing-words.js';
import { sendDocuments } from './send-documents.js';
import { askParticular } from './ask-particular.js';
import { askYesOrNo } from './ask-yes-or-no.js';
import { changeComesFirst } from './change-comes-first.js';
import { familyCardFirst } from './family-card-first.js';
import { pickupOfficeChosen } from './pickup-office-chosen.js';
import { formDropped } from './form-dropped.js';
import { requestRefused } from './request-refused.js';
import { confirmWithdrawal } from './confirm-withdrawal.js';
import { notUnderstoodAgain } from './not-understood-again.js';
import { alreadyOpen } from './already-open.js';
import { applicationAwaitingRecording } from './application-awaiting-recording.js';
import { applicationCheckingRegister } from './application-checking-register.js';
import { applicationCorrectionRequested } from './application-correction-requested.js';
import { applicationDelayed } from './application-delayed.js';
import { applicationExpired } from './application-expired.js';
import { applicationHandedOver } from './application-handed-over.js';
import { applicationInTransit } from './application-in-transit.js';
import { applicationPrinting } from './application-printing.js';
import { applicationReadyForPickup } from './application-ready-for-pickup.js';
import { applicationReadyToPrint } from './application-ready-to-print.js';
import { applicationRejected } from './application-rejected.js';
import { applicationResumed } from './application-resumed.js';
import { applicationSubmitted } from './application-submitted.js';
import { applicationUnderReview } from './application-under-review.js';
import { applicationWithdrawalRequested } from './application-withdrawal-requested.js';
import { applicationWithdrawn } from './application-withdrawn.js';
import { documentReceived } from './document-received.js';
import { documentRenamed } from './document-renamed.js';
import { draftOpened } from './draft-opened.js';
import { fileUnusable } from './file-unusable.js';
import { formatProblem } from './format-problem.js';
import { freeText } from './free-text.js';
import { greeting } from './greeting.js';
import type { AnnouncementEntry, ReplyEntry } from './message.js';
import { nothingToWithdraw } from './nothing-to-withdraw.js';
import { requirements } from './requirements.js';
import { staffAttention } from './staff-attention.js';
import { statusNone } from './status-none.js';
import { statusReport } from './status-report.js';
import { stillWaiting } from './still-waiting.js';
import { whichDocument } from './which-document.js';
import { whichReprint } from './which-reprint.js';
import { whichRequirements } from './which-requirements.js';
import { whichService } from './which-service.js';
import { withdrawalRefused } from './withdrawal-refused.js';
import { withdrawnAsked } from './withdrawn-asked.js';

/** The message of every announcement: the compiler refuses a catalogue with a gap. */
export const announcementMessages = {
  'application.submitted': applicationSubmitted,
  'application.correction-requested': applicationCorrectionRequested,
  'application.checking-register': applicationCheckingRegister,
  'application.under-review': applicationUnderReview,
  'application.awaiting-recording': applicationAwaitingRecording,
  'application.ready-to-print': applicationReadyToPrint,
  'application.printing': applicationPrinting,
  'application.in-transit': applicationInTransit,
  'application.ready-for-pickup': applicationReadyForPickup,
  'application.handed-over': applicationHandedOver,
  'application.rejected': applicationRejected,
  'application.withdrawn': applicationWithdrawn,
  'application.expired': applicationExpired,
  'application.delayed': applicationDelayed,
  'application.resumed': applicationResumed,
  'application.withdrawal-requested': applicationWithdrawalRequested,
} as const satisfies Record<AnnouncementType, AnnouncementEntry>;

/** What a citizen is told of a request although its state has not changed. */
export const reminderMessages: readonly AnnouncementEntry[] = [cardUncollected];

/** The messages a conversation may ask for, by key. */
export const replyMessages: readonly ReplyEntry[] = [
  greeting,
  requirements,
  draftOpened,
  documentReceived,
  documentRenamed,
  stillWaiting,
  photoTakenBack,
  changeNoted,
  formatProblem,
  alreadyOpen,
  whichDocument,
  whichReprint,
  whichRequirements,
  whichService,
  statusNone,
  statusReport,
  withdrawnAsked,
  withdrawalRefused,
  nothingToWithdraw,
  fileUnusable,
  fee,
  openingHours,
  pickupRules,
  blankStock,
  recordingInPerson,
  homeVisit,
  interimPaper,
  digitalIdentity,
  nikTrouble,
  complaintOpened,
  complaintWords,
  dataRights,
  handedToClerk,
  handedBack,
  otherService,
  villageBulletin,
  bulletinsJoined,
  bulletinsLeft,
  askSurvey,
  askSurveyElement,
  surveyProblem,
  surveyThanks,
  offTopic,
  closingWords,
  sendDocuments,
  askParticular,
  askYesOrNo,
  changeComesFirst,
  familyCardFirst,
  formDropped,
  pickupOfficeChosen,
  requestRefused,
  confirmWithdrawal,
  notUnderstoodAgain,
  freeText,
];

/** What members of the staff are told; no conversation can ask for it. */
export const staffMessages: readonly ReplyEntry[] = [staffAttention];

/** The message that tells an announcement, or reminds of one, by the event's type. */
export function findAnnouncementMessage(key: string): AnnouncementEntry | undefined {
  return [...Object.values(announcementMessages), ...reminderMessages].find((entry) => entry.key === key);
}

/** The message for a reply of the conversation. */
export function findReplyMessage(key: string): ReplyEntry | undefined {
  return replyMessages.find((entry) => entry.key === key);
}
