export interface DocumentShown {
  readonly documentId: string;
  readonly claimedAs: string | null;
  readonly state: string;
  readonly contentType: string | null;
  readonly size: number | null;
  readonly fileProblem: string | null;
  readonly superseded: boolean;
  readonly receivedAt: string;
}

/** What the page reads of intake's answer. */
export interface AtIntake {
  readonly ticket: string;
  readonly maskedName: string;
  readonly maskedNik: string;
  readonly maskedFamilyCardNumber: string;
  readonly maskedPhone: string | null;
  readonly village: string | null;
  readonly promise: { readonly promisedFor: string | null; readonly standing: string } | null;
  readonly serviceTime: { readonly grossMinutes: number; readonly netMinutes: number } | null;
  readonly documents: readonly DocumentShown[];
}

/** How much waits where. */
export interface Counts {
  readonly states: Readonly<Record<string, number>>;
  readonly heldPrintJobs: number;
  readonly parked: number;
}
