import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type ServiceStandard, serviceStandards } from '#civil-registry';
import { Territory } from './territory.js';

/** The public service standard (PermenPANRB 15/2014): what is needed, how long it takes, that it is free, how to complain. */
@ApiTags('public')
@Controller('requirements')
export class ShowRequirements {
  constructor(private readonly territory: Territory) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({
    summary: 'Documents, steps, time, fee, product and complaint channel of every kind; texts are Indonesian',
  })
  show(): { readonly agency: string; readonly kinds: readonly ServiceStandard[] } {
    const { region } = this.territory;
    return { agency: region.agencyName, kinds: serviceStandards(region) };
  }
}
