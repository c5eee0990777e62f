import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from './auth/scope.decorators';
import { ERROR_PAGES, errorPage } from './error-pages/error-page';
import { indexToHtml, toHtml } from './error-pages/render-error-page';
import { problem } from './problem';

/** The pages that `type` of a problem and `docs` of a PublishError point to; `docs/errors` has the same. */
@ApiExcludeController()
@Public()
@Controller('docs/errors')
export class ErrorDocsController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return indexToHtml(ERROR_PAGES);
  }

  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param('code') code: string): string {
    const page = errorPage(code);
    if (page === undefined) throw problem.notFound('such error code');
    return toHtml(page);
  }
}
