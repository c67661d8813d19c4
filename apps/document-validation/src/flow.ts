import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationWithdrawn,
  defineFlow,
  DocumentsComplete,
  DocumentsIncomplete,
  LinkLost,
  LinkRestored,
  PersonalDataErased,
  RecordPrintReady,
  RecordWaitChanged,
  RegisterConfirmed,
  RegisterDoubtful,
  RegisterNotRecorded,
  ReviewDecided,
  ReviewRequested,
  VisitPersonRecorded,
} from '#contracts';

/** START HERE. What document-validation hears, by file, and what it says. */
export const flow = defineFlow({
  service: 'document-validation',
  hears: {
    // Is the file complete, and can every document be opened? All defects go out together; of each a safe copy goes to intake.
    'check-documents': { events: [ApplicationSubmitted], outside: true, prefetch: 4 },
    // Does the population register know this person? Asked over Diskominfo's line, or ticked by a clerk.
    'check-population-register': { events: [ApplicationCheckingRegister], link: 'diskominfo' },
    // A doubt has come up: a person decides.
    'open-review': { events: [ApplicationUnderReview] },
    // The biometric record is not print-ready: somebody mirrors its status from SIAK until it is.
    'await-record': { events: [ApplicationAwaitingRecording] },
    // Officers have recorded the person on a visit: the record is on its way, and nobody asks for a second one.
    'person-recorded-on-visit': { events: [VisitPersonRecorded] },
    // The citizen has taken the request back: nobody needs to look any more.
    'application-withdrawn': { events: [ApplicationWithdrawn] },
    // Intake has erased documents or particulars: what was read from them goes too.
    'personal-data-erased': { events: [PersonalDataErased] },
  },
  says: [
    DocumentsComplete,
    DocumentsIncomplete,
    RegisterConfirmed,
    RegisterNotRecorded,
    RegisterDoubtful,
    RecordPrintReady,
    RecordWaitChanged,
    ReviewRequested,
    ReviewDecided,
    LinkLost,
    LinkRestored,
  ],
});
