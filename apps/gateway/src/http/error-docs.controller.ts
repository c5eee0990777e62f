import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PUBLISH_ERRORS } from '@postern/core';
import { Public } from './auth/scope.decorators';
import { problem, PROBLEMS } from './problem';

/** The pages that `type` of a problem and `docs` of a PublishError point to. */
@ApiExcludeController()
@Controller('docs/errors')
export class ErrorDocsController {
  @Public()
  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param('code') code: string): string {
    const sections = [...problemSection(code), ...publishErrorSection(code)];
    if (sections.length === 0) throw problem.notFound('such error code');
    // Only codes of the tables get here, so nothing of the caller's is echoed.
    return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${code}</title><h1>${code}</h1>${sections.join('')}</html>`;
  }
}

function problemSection(code: string): string[] {
  const known = Object.entries(PROBLEMS).find(([name]) => name === code)?.[1];
  return known ? [`<h2>As an answer of the API: ${known.status}</h2><p>${known.title}.</p>`] : [];
}

function publishErrorSection(code: string): string[] {
  const known = Object.entries(PUBLISH_ERRORS).find(([name]) => name === code)?.[1];
  if (!known) return [];
  return [`<h2>As the error of a post</h2><p>${known.message}</p><p>${known.remedy}</p>`];
}
