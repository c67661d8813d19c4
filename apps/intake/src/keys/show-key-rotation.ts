import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { PersonalData } from '../personal-data.js';
import { filesOf, fileTables } from './file-places.js';
import { sealedPlaces } from './sealed-places.js';

const standing = z.object({
  /** Of the key that writes now: made from the key, tells nothing of it. */
  keyId: z.string(),
  isRotating: z.boolean(),
  places: z.array(
    z.object({
      place: z.string(),
      done: z.boolean(),
      /** Whether anything in it still needs an older key; of files, until their walk is done. */
      needsOldKey: z.boolean(),
    }),
  ),
  /** All is under the newest key: the older ones may leave LOKET_KEY (docs/runbook.md). */
  oldKeysMayGo: z.boolean(),
});

/** How far a change of the data key has come; looked at before an old key is taken away. */
@ApiTags('operations')
@Controller('key-rotation')
export class ShowKeyRotation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get()
  @Roles('ops', 'admin')
  @ApiOperation({ summary: 'Whether everything of intake lies under the newest data key; reads every sealed column' })
  @ApiZodResponse(200, standing)
  async show(): Promise<z.output<typeof standing>> {
    const { keyId, isRotating } = this.personalData.writesWith;
    const walked: { place: string; done: boolean }[] = await this.dataSource.query(
      'select place, done_at is not null as done from key_rewrite where key_id = $1',
      [keyId],
    );
    const isDone = (place: string) => walked.some((one) => one.place === place && one.done);
    const places = [];
    for (const { table, columns } of sealedPlaces) {
      const old = Object.keys(columns).map((name) => `(${name} is not null and split_part(${name}, '.', 2) <> $1)`);
      const [row]: { left: boolean }[] = await this.dataSource.query(
        `select exists (select 1 from ${table} where ${old.join(' or ')}) as left`,
        [keyId],
      );
      places.push({ place: table, done: isDone(table), needsOldKey: row?.left ?? true });
    }
    for (const place of (await fileTables(this.dataSource)).map(filesOf)) {
      places.push({ place, done: isDone(place), needsOldKey: isRotating && !isDone(place) });
    }
    return { keyId, isRotating, places, oldKeysMayGo: places.every(({ needsOldKey }) => !needsOldKey) };
  }

  /** A replica with the old configuration may have written behind the walk: once all have the new one, walk again. */
  @Post()
  @HttpCode(200)
  @Roles('ops', 'admin')
  @ApiOperation({ summary: 'Walk through everything again, from the beginning' })
  @ApiZodResponse(200, standing)
  async again(): Promise<z.output<typeof standing>> {
    await this.dataSource.query('delete from key_rewrite where key_id = $1', [this.personalData.writesWith.keyId]);
    return this.show();
  }
}
