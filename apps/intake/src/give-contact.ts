import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, CalledBy, ProblemError } from '#boot';
import { maskName, maskNik } from '#civil-registry';
import { attribute, describeSpan } from '#observability';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import { type ApplicationRow, isKept } from './application/application.row.js';
import { noSuchApplication } from './clerk-sees.js';
import { counterHoursText } from './counter-hours-text.js';
import { PersonalData } from './personal-data.js';
import { Territory } from './territory.js';
import { TrackingAddress } from './tracking-address.js';

const reachable = z.object({
  conversationId: z.uuid().nullable(),
  phone: z.string().nullable(),
  scopedId: z.string().nullable(),
  /** The 24-hour window opens with it. */
  lastInboundAt: z.iso.datetime().nullable(),
});
const conversationContact = reachable.extend({ conversationId: z.uuid() });
const applicationContact = reachable.extend({
  applicationId: z.uuid(),
  ticket: z.string(),
  trackUrl: z.string(),
  maskedName: z.string(),
  maskedNik: z.string(),
  kind: z.string(),
  office: z.object({ code: z.string(), name: z.string(), address: z.string(), hours: z.string().nullable() }),
});

interface ConversationRow {
  readonly id: string;
  readonly sealed_phone: string | null;
  readonly sealed_scoped_id: string | null;
  readonly last_inbound_at: Date;
}

/** How notification reaches somebody: asked right before a message leaves, kept nowhere else. */
@ApiTags('internal')
@Controller('internal')
export class GiveContact {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly trackingAddress: TrackingAddress,
  ) {}

  @Get('applications/:id/contact')
  @CalledBy('notification')
  @ApiOperation({ summary: 'How to reach the citizen of an application, and what a message about it says' })
  @ApiZodResponse(200, applicationContact)
  @ApiProblems({ 404: 'application-not-found' })
  async ofApplication(@Param('id', applicationId) id: string): Promise<z.output<typeof applicationContact>> {
    describeSpan({ [attribute.applicationId]: id });
    const [row]: ApplicationRow[] = await this.dataSource.query('select * from application where id = $1', [id]);
    if (!row || !isKept(row)) throw noSuchApplication();
    // A request of the counter has a phone number only; a conversation with that number has the window.
    const [conversation]: ConversationRow[] = await this.dataSource.query(
      'select * from conversation where id = $1 or ($1::uuid is null and phone_index = $2) limit 1',
      [row.conversation_id, row.phone_index],
    );
    const open = (sealed: string, column: string) => this.personalData.open(sealed, `application.${column}:${id}`);
    const contact = conversation
      ? this.contactOf(conversation)
      : { conversationId: null, phone: null, scopedId: null, lastInboundAt: null };
    const office = this.territory.office(row.office);
    return {
      ...contact,
      // A conversation may have lost a number that was given to somebody else: then the number is not theirs any more.
      phone: contact.phone ?? (conversation || row.sealed_phone === null ? null : open(row.sealed_phone, 'phone')),
      applicationId: id,
      ticket: row.ticket,
      trackUrl: this.trackingAddress.of(open(row.sealed_tracking_code, 'tracking_code')),
      maskedName: maskName(open(row.sealed_name, 'name')),
      maskedNik: maskNik(open(row.sealed_nik, 'nik')),
      kind: row.kind,
      office: {
        code: row.office,
        name: office?.name ?? row.office,
        address: office?.address ?? '',
        hours: counterHoursText(office?.counterHours ?? null, this.territory.region.timeZoneName),
      },
    };
  }

  @Get('conversations/:id/contact')
  @CalledBy('notification')
  @ApiOperation({ summary: 'How to reach the citizen of a conversation' })
  @ApiZodResponse(200, conversationContact)
  @ApiProblems({ 404: 'conversation-not-found' })
  async ofConversation(@Param('id') id: string): Promise<z.output<typeof conversationContact>> {
    const [row]: ConversationRow[] = await this.dataSource.query('select * from conversation where id::text = $1', [
      id,
    ]);
    if (!row) throw new ProblemError(404, 'conversation-not-found', 'There is no such conversation');
    return this.contactOf(row);
  }

  private contactOf(row: ConversationRow): z.output<typeof conversationContact> {
    return {
      conversationId: row.id,
      phone: this.personalData.openOr(row.sealed_phone, `conversation.phone:${row.id}`),
      scopedId: this.personalData.openOr(row.sealed_scoped_id, `conversation.scoped_id:${row.id}`),
      lastInboundAt: row.last_inbound_at.toISOString(),
    };
  }
}
