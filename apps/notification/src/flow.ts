// START HERE: what notification hears and says.
import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationCorrectionRequested,
  ApplicationDelayed,
  ApplicationExpired,
  ApplicationHandedOver,
  ApplicationInTransit,
  ApplicationOverdue,
  ApplicationPrinting,
  ApplicationReadyForPickup,
  ApplicationReadyToPrint,
  ApplicationRejected,
  ApplicationResumed,
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationWithdrawalRequested,
  ApplicationWithdrawn,
  CardUncollected,
  ComplaintOverdue,
  ConversationContacted,
  ConversationHandedBack,
  ConversationHandedToClerk,
  ConversationReplied,
  defineFlow,
  LinkLost,
  LinkRestored,
  MaintenanceDue,
  MaintenanceOverdue,
  MessageDelivered,
  MessageFailed,
  MessageParked,
  MessageQueued,
  MessageRead,
  MessageSent,
  MessageUnknown,
  NewsRelayed,
  PersonalDataErased,
  PrintJobHeld,
  type Received,
  ReviewRequested,
  StationReturned,
  StationSilent,
  StockLow,
  StockOut,
  StockReplenished,
  WhatsappStatusReceived,
  WhatsappTemplateStatusChanged,
} from '#contracts';

/** Every announcement that a citizen is told: all but the draft, at which the conversation itself answers. */
export const announcements = [
  ApplicationSubmitted,
  ApplicationCorrectionRequested,
  ApplicationCheckingRegister,
  ApplicationUnderReview,
  ApplicationAwaitingRecording,
  ApplicationReadyToPrint,
  ApplicationPrinting,
  ApplicationInTransit,
  ApplicationReadyForPickup,
  ApplicationHandedOver,
  ApplicationRejected,
  ApplicationWithdrawn,
  ApplicationExpired,
  ApplicationDelayed,
  ApplicationResumed,
  ApplicationWithdrawalRequested,
] as const;
export type Announcement = (typeof announcements)[number];
export type AnnouncementType = Announcement['type'];
export type AnnouncementReceived = { [E in Announcement as E['type']]: Received<E> }[AnnouncementType];

/** What somebody of the staff must know. Another one here asks for its line in staff/alert-words.ts, and nothing else. */
export const staffEvents = [
  MessageParked,
  PrintJobHeld,
  ReviewRequested,
  LinkLost,
  LinkRestored,
  StockLow,
  StockOut,
  StockReplenished,
  StationSilent,
  StationReturned,
  MaintenanceDue,
  MaintenanceOverdue,
  ApplicationOverdue,
  ComplaintOverdue,
  ConversationHandedToClerk,
  ConversationHandedBack,
] as const;
export type StaffEvent = (typeof staffEvents)[number];

export const flow = defineFlow({
  service: 'notification',
  hears: {
    // One message per announcement, worded from the catalogue; what is older than what was told is dropped.
    'tell-citizen': { events: announcements },
    // A card has lain ready for many days: its owner is reminded once for each time that is said, in the daytime.
    'remind-citizen': { events: [CardUncollected] },
    // The conversation's replies, in their sequence.
    'answer-citizen': { events: [ConversationReplied] },
    // The only consumer that calls out: it stops while WhatsApp is unreachable, and the messages wait in its queue.
    'send-whatsapp-message': { events: [MessageQueued], link: 'whatsapp', prefetch: 10 },
    // What became of a message, as the gateway's webhooks say.
    'settle-delivery': { events: [WhatsappStatusReceived] },
    // The citizen has written: free text is allowed for 24 hours from then.
    'note-window': { events: [ConversationContacted] },
    // The citizen sees that the message was read, and that an answer is being written; tried once.
    'mark-read': { events: [ConversationContacted], outside: true, prefetch: 5 },
    // A village officer has told what no message could: it leaves the relay lists.
    'news-relayed': { events: [NewsRelayed] },
    // A template was approved, paused, disabled or recategorised.
    'template-changed': { events: [WhatsappTemplateStatusChanged] },
    // Whose request it was is forgotten: the words of its messages go too.
    'personal-data-erased': { events: [PersonalDataErased] },
    // What somebody of the staff must know, by WhatsApp or mail to their role.
    'alert-staff': { events: staffEvents },
  },
  says: [
    MessageQueued,
    MessageSent,
    MessageDelivered,
    MessageRead,
    MessageFailed,
    MessageUnknown,
    LinkLost,
    LinkRestored,
  ],
});
