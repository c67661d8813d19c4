import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Complaints and data-rights requests, conversations in a person's hands, and what was said in them. */
export class OpenComplaints1760000200000 implements MigrationInterface {
  readonly name = 'OpenComplaints1760000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table complaint (
        id uuid primary key,
        number text not null unique,
        about text not null check (about in ('complaint', 'data-rights')),
        channel text not null,
        office text not null,
        conversation_id uuid references conversation (id),
        application_id uuid references application (id),
        sealed_words text,
        -- What a citizen without WhatsApp leaves at the counter, to be called back.
        sealed_contact text,
        state text not null default 'open' check (state in ('open', 'answered', 'closed')),
        owner text,
        due_at timestamptz not null,
        overdue_said_at timestamptz,
        sealed_answer text,
        opened_by text,
        opened_at timestamptz not null default now(),
        answered_at timestamptz,
        closed_at timestamptz,
        traceparent text
      );
      create index complaint_listed on complaint (state, due_at, id);
      create index complaint_overdue on complaint (due_at) where state = 'open' and overdue_said_at is null;
      create index complaint_conversation on complaint (conversation_id) where conversation_id is not null;
      create index complaint_erased on complaint (closed_at) where sealed_words is not null and closed_at is not null;

      create table handover (
        id uuid primary key,
        conversation_id uuid not null references conversation (id),
        office text not null,
        reason text not null check (reason in ('asked', 'not-understood')),
        owner text,
        opened_at timestamptz not null default now(),
        -- The last word of either side: after a silence the machine answers again.
        last_word_at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by text,
        traceparent text
      );
      create unique index handover_open on handover (conversation_id) where closed_at is null;
      create index handover_waiting on handover (opened_at, id) where closed_at is null;
      create index handover_silent on handover (last_word_at) where closed_at is null;

      -- What we said in a conversation: the other half of its transcript, erased with the messages.
      create table conversation_reply (
        conversation_id uuid not null references conversation (id),
        sequence int not null,
        message_key text not null,
        variables jsonb not null,
        sealed_words text,
        clerk text,
        at timestamptz not null default now(),
        primary key (conversation_id, sequence)
      );
      create index conversation_reply_at on conversation_reply (at);

      alter table message_outcome add column conversation_id uuid references conversation (id);
      create index message_outcome_conversation on message_outcome (conversation_id, at) where conversation_id is not null;

      -- Until then, the next text of this citizen is what they want to lodge.
      alter table conversation add column words_for text check (words_for in ('complaint', 'data-rights')),
        add column words_until timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversation drop column words_for, drop column words_until;
      alter table message_outcome drop column conversation_id;
      drop table conversation_reply, handover, complaint`);
  }
}
