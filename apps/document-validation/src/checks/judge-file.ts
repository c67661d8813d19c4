import type { Finding } from '#contracts';
import { type DocumentCode, documentCodes, documents, fulfils, type Requirement } from '#civil-registry';
import type { Defect } from './check.js';

/** A document as it was sent, and what is wrong with it. */
export interface SentDocument {
  readonly documentId: string;
  /** What the citizen said it is; null when nobody knows. */
  readonly claimedAs: DocumentCode | null;
  readonly receivedAt: Date;
  readonly defects: readonly Defect[];
}

/** What a person has found wrong in this file before: it stands until a newer document comes. */
export interface PersonsFinding {
  readonly document: string;
  readonly defect: Finding['defect'];
  readonly documentId?: string | undefined;
  readonly decidedAt: Date;
}

/**
 * Says what a file still lacks: each requirement needs one document without a defect. Of several that are all defective,
 * the newest is reported: it is the one the citizen remembers. Empty: the file is complete.
 */
export function judgeFile(
  requirements: readonly Requirement[],
  sent: readonly SentDocument[],
  findings: readonly PersonsFinding[] = [],
): readonly Finding[] {
  const newestFirst = [...sent].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
  return [...requirements, ...askedByPerson(requirements, findings)].flatMap((requirement): Finding[] => {
    const candidates = newestFirst
      .filter((document) => document.claimedAs !== null && fulfils(requirement, document.claimedAs))
      .map((document) => ({ ...document, defects: [...document.defects, ...foundByPerson(document, findings)] }));
    if (candidates.some((document) => document.defects.length === 0)) return [];
    const [newest] = candidates;
    if (!newest) return [{ document: requirement.document, defect: 'missing' }];
    return newest.defects.map((defect) => ({
      document: newest.claimedAs ?? requirement.document,
      documentId: newest.documentId,
      ...defect,
    }));
  });
}

function foundByPerson(document: SentDocument, findings: readonly PersonsFinding[]): Defect[] {
  return findings
    .filter((finding) =>
      finding.documentId === undefined
        ? finding.document === document.claimedAs && document.receivedAt <= finding.decidedAt
        : finding.documentId === document.documentId,
    )
    .map(({ defect }) => ({ defect }));
}

/** A person may ask for a document that the rules do not know of in this case. */
function askedByPerson(requirements: readonly Requirement[], findings: readonly PersonsFinding[]): Requirement[] {
  const codes = new Set(findings.map((finding) => documentCodes.find((code) => code === finding.document)));
  return [...codes]
    .filter((code) => code !== undefined)
    .filter((code) => !requirements.some((requirement) => fulfils(requirement, code)))
    .map((code) => ({
      document: code,
      alternatives: [],
      name: documents[code].name,
      howToSend: documents[code].howToSend,
      original: true,
      reason: 'diminta oleh petugas',
    }));
}
