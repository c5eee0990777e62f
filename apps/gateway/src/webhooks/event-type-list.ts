/** A field of a body that lists types of events and wildcards. */
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  type ValidationArguments,
} from 'class-validator';
import { EVENT_TYPE_PATTERNS, type EventTypePattern } from '../events/event-filter';
import { MayBeAbsent } from '../http/fields';

/** As the document shows it. */
export const EVENT_TYPE_LIST = {
  enum: EVENT_TYPE_PATTERNS,
  enumName: 'EventTypePattern',
  isArray: true,
  minItems: 1,
  maxItems: EVENT_TYPE_PATTERNS.length,
  uniqueItems: true,
};

/** The field may be absent; an empty list says nothing, and none is said twice. */
export function EventTypeList(shown: {
  description: string;
  example: EventTypePattern[];
  default?: EventTypePattern[];
}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ ...EVENT_TYPE_LIST, ...shown }),
    MayBeAbsent(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(EVENT_TYPE_PATTERNS.length),
    ArrayUnique(),
    IsIn(EVENT_TYPE_PATTERNS, { each: true, message: unknownTypes }),
  );
}

/** For `@IsIn(..., { each: true })`: names what is unknown, rather than all that is known. */
export function unknownTypes({ property, value }: ValidationArguments): string {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const unknown = given.filter((one) => !(EVENT_TYPE_PATTERNS as readonly unknown[]).includes(one));
  const named = unknown.map((one) => (typeof one === 'string' ? one.slice(0, 100) : typeof one)).join(', ');
  return `${property} names no type of events: ${named}`;
}
