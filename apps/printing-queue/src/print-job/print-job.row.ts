import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HoldCause, Kind } from '#contracts';
import type { EndedBecause, HeldBecause, PrintJobState } from './print-job.js';

/** One job: one chapter of an application, at most one blank. */
@Entity('print_job')
export class PrintJobRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid', name: 'application_id' }) applicationId: string;
  /** The announcement it answers. */
  @Column({ type: 'int' }) answers: number;
  @Column({ type: 'text' }) kind: Kind;
  /** Where it is printed. */
  @Column({ type: 'text' }) office: string;
  /** Where the card is collected. */
  @Column({ type: 'text', name: 'pickup_office' }) pickupOffice: string;
  @Column({ type: 'text' }) state: PrintJobState;
  @Column({ type: 'int' }) attempt: number;
  @Column({ type: 'text', name: 'station_id', nullable: true }) stationId: string | null;
  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true }) leaseUntil: Date | null;
  @Column({ type: 'text', nullable: true }) serial: string | null;
  @Column({ type: 'text', name: 'held_because', nullable: true }) heldBecause: HeldBecause | null;
  @Column({ type: 'text', name: 'ended_because', nullable: true }) endedBecause: EndedBecause | null;
  /** What a queued job waits for; it is not offered meanwhile. */
  @Column({ type: 'text', name: 'deferred_for', nullable: true }) deferredFor: HoldCause | null;
  /** Of the chain that queued it: later acts link to it. */
  @Column({ type: 'text', nullable: true }) traceparent: string | null;
  /** The visit that has taken it along. */
  @Column({ type: 'uuid', name: 'visit_id', nullable: true }) visitId: string | null;
  /** The office that should have printed it. */
  @Column({ type: 'text', name: 'routed_from', nullable: true }) routedFrom: string | null;
  @Column({ type: 'text', nullable: true }) district: string | null;
  /** Of the policy: which quota counts for it. */
  @Column({ type: 'text', name: 'policy_rule', nullable: true }) policyRule: string | null;
  /** Its place in the queue. */
  @Column({ type: 'timestamptz', name: 'sort_at' }) sortAt: Date;
  @Column({ type: 'timestamptz', name: 'queued_at' }) queuedAt: Date;
  @Column({ type: 'timestamptz', name: 'moved_at' }) movedAt: Date;
  /** A printed card that turned out to be none: set by hand only. */
  @Column({ type: 'timestamptz', name: 'voided_at', nullable: true }) voidedAt: Date | null;
  @Column({ type: 'uuid', name: 'caused_by' }) causedBy: string;
  @Column({ type: 'text', name: 'caused_by_consumer' }) causedByConsumer: string;
}
