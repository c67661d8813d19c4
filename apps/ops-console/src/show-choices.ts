import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles } from '#boot';
import { documents, listRequirements, serviceKindFacts, serviceKinds } from '#civil-registry';
import { z } from 'zod';
import { PLACES, type Places } from './places.js';

const named = z.object({ code: z.string(), name: z.string() });
const choices = z.object({
  agency: z.string(),
  timeZoneName: z.string(),
  offices: z.array(named),
  districts: z.array(named),
  kinds: z.array(z.object({ code: z.string(), name: z.string(), documents: z.array(z.string()) })),
  documents: z.array(named),
});

/** What the forms of the console offer: places, kinds of service and documents with their Indonesian names. */
@ApiTags('forms')
@Controller('choices')
export class ShowChoices {
  constructor(@Inject(PLACES) private readonly places: Places) {}

  @Get()
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'Offices, districts, kinds of service and documents that forms offer' })
  @ApiZodResponse(200, choices)
  show(): z.output<typeof choices> {
    const { agency, timeZoneName, offices, districts } = this.places;
    return {
      agency,
      timeZoneName,
      offices: [...offices],
      districts: [...districts],
      kinds: serviceKinds.map((kind) => ({
        code: kind,
        name: serviceKindFacts[kind].title,
        documents: listRequirements(kind).map(({ document }) => document),
      })),
      documents: Object.values(documents).map(({ code, name }) => ({ code, name })),
    };
  }
}
