import {
  ApplicationReadyToPrint,
  ApplicationWithdrawalRequested,
  CardArrived,
  CardDispatched,
  CardHandedOver,
  defineFlow,
  LinkLost,
  LinkRestored,
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  PrintJobCompleted,
  PrintJobHeld,
  PrintJobOffered,
  PrintJobStarted,
  PrintJobWithdrawalRefused,
} from '#contracts';

/** START HERE: what printing-queue hears and says. Stations and clerks reach it over HTTP: the other files of this folder. */
export const flow = defineFlow({
  service: 'printing-queue',
  hears: {
    // A file is checked and its record print-ready: a job, offered to the stations of the printing office.
    'queue-print-job': { events: [ApplicationReadyToPrint] },
    // The citizen wants to withdraw: whoever commits first under the job's lock wins.
    'withdrawal-asked': { events: [ApplicationWithdrawalRequested] },
    // Official printing runs through SIAK: with its line down, jobs of offices that only print so wait.
    'link-changed': { events: [LinkLost, LinkRestored] },
  },
  says: [
    PrintJobOffered,
    PrintJobStarted,
    PrintJobCompleted,
    PrintJobHeld,
    PrintJobAbandoned,
    PrintJobWithdrawalRefused,
    PrintingDeferred,
    PrintingResumed,
    CardDispatched,
    CardArrived,
    CardHandedOver,
    // Of its own look at SIAK's printing line.
    LinkLost,
    LinkRestored,
  ],
});
